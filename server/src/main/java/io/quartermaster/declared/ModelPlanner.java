package io.quartermaster.declared;

import io.quartermaster.declared.ModelReferences.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps for a tenant's model configs and its default models. */
final class ModelPlanner {

    private static final List<String> FIELDS = List.of(
            "model", "alias", "display_name", "enabled", "context_limit", "compression_threshold", "options", "prices");

    private final Planner planner;
    private final AdminConnection server;
    private final ProviderPlanner providers;
    private final LiveTenant live;
    private final String slug;
    private final String path;
    private final String place;
    private final ModelMatching matching;
    private final Map<ModelSlot, List<ModelSlot>> fallbacks = new HashMap<>();
    private ModelReferences references = new ModelReferences(List.of());

    ModelPlanner(Planner planner, ProviderPlanner providers, LiveTenant live, String slug, String place) {
        this.planner = planner;
        this.server = planner.server();
        this.providers = providers;
        this.live = live;
        this.slug = slug;
        this.path = AdminConnection.path("tenants", slug);
        this.place = place;
        this.matching = new ModelMatching(live);
    }

    void plan(JsonNode entries, List<Step> steps) {
        List<ModelSlot> slots = matching.match(entries, place + ".models");
        List<ModelSlot> all =
                Stream.concat(slots.stream(), matching.rest().stream()).toList();
        references = new ModelReferences(all);
        slots.forEach(this::require);
        all.forEach(slot -> fallbacks.put(slot, fallbacks(slot, all)));
        Set<ModelSlot> planned = new HashSet<>();
        slots.forEach(slot -> plan(slot, planned, steps));
    }

    /** Deletes what the file does not name, or tells of it. */
    void planUnnamed(List<Step> steps) {
        for (ModelSlot slot : matching.rest()) {
            steps.add(planner.unnamed(
                    subject(slot),
                    () -> server.send("DELETE", path + AdminConnection.path("models", slot.requireId()))));
        }
    }

    void planDefaults(JsonNode wanted, List<Step> steps) {
        wanted.properties().forEach(entry -> {
            String inner = place + ".default_models." + entry.getKey();
            planDefault(entry.getKey(), entry.getValue(), inner).ifPresent(steps::add);
        });
    }

    private Optional<Step> planDefault(String type, JsonNode wanted, String inner) {
        boolean elected = wanted.has("elected");
        JsonNode reference = elected ? wanted.path("elected") : wanted;
        Optional<ModelSlot> slot = Optional.empty();
        if (!reference.isNull()) {
            switch (references.find(reference, type)) {
                case Found.One(ModelSlot found) -> slot = Optional.of(found);
                case Found.None(String reason) -> {
                    planner.problem(inner + ": " + reason);
                    return Optional.empty();
                }
            }
        }
        JsonNode current = live.defaults().stream()
                .filter(row -> row.path("model_type").asString().equals(type))
                .findFirst()
                .orElseGet(Planner::object);
        String source = current.path("source").asString("unset");
        String subject = "tenant " + slug + ": default " + type;
        boolean same = source.equals(elected ? "elected" : "pinned")
                && current.path("model_id")
                        .asString("")
                        .equals(slot.map(ModelSlot::id).orElse(""));
        if (same || (planner.onlyMissing() && source.equals("pinned"))) {
            return Optional.of(Step.same(inner, subject));
        }
        String detail = (elected ? "elected: " : "pinned: ")
                + slot.map(ModelSlot::words).orElse("none");
        Optional<ModelSlot> chosen = slot;
        return Optional.of(Step.change(inner, subject, List.of(detail), () -> {
            String target = path + AdminConnection.path("default-models", type);
            server.send(
                    "PUT",
                    target,
                    Planner.object()
                            .put("model_id", chosen.map(ModelSlot::requireId).orElse(null)));
            if (elected) {
                server.send("DELETE", target);
            }
        }));
    }

    /** Fallbacks come before the model that falls back to them: their ids are known then, and no change closes a circle. */
    private void plan(ModelSlot slot, Set<ModelSlot> planned, List<Step> steps) {
        if (!planned.add(slot)) {
            return;
        }
        fallbacks.getOrDefault(slot, List.of()).forEach(fallback -> plan(fallback, planned, steps));
        if (!slot.entry().isMissingNode()) {
            steps.add(slot.row().isPresent() ? change(slot, slot.row().get()) : create(slot));
        }
    }

    private Step create(ModelSlot slot) {
        FieldChanges fields = FieldChanges.ofNew(slot.entry(), List.of("family", "model", "model_type"));
        for (String field : FIELDS) {
            if (!field.equals("model") && slot.entry().has(field)) {
                fields.compare(field, slot.entry().path(field), Planner.object().nullNode());
            }
        }
        List<String> details = new ArrayList<>(fields.details());
        slot.provider().ifPresent(name -> details.add("provider: " + name));
        List<ModelSlot> after = fallbacks.getOrDefault(slot, List.of());
        if (!after.isEmpty()) {
            details.add("fallbacks: " + words(after));
        }
        return Step.create(slot.place(), subject(slot), details, () -> {
            ObjectNode body = fields.body();
            slot.provider().ifPresent(name -> body.put("provider_id", providers.requireId(name)));
            if (!after.isEmpty()) {
                body.set("fallbacks", ids(after));
            }
            slot.written(server.send("POST", path + "/models", body));
        });
    }

    private Step change(ModelSlot slot, JsonNode row) {
        if (planner.onlyMissing()) {
            return Step.same(slot.place(), subject(slot));
        }
        ObjectNode current = (ObjectNode) row.deepCopy();
        if (!row.path("prices_source").asString().equals("tenant")) {
            current.putNull("prices"); // those of the catalogue are shown, but not the tenant's own
        }
        FieldChanges fields = FieldChanges.between(slot.entry(), current, FIELDS);
        List<String> details = new ArrayList<>(fields.details());
        Optional<String> before = live.providerName(row.path("provider_id"));
        boolean rebound = !slot.provider().equals(before);
        if (rebound) {
            details.add("provider: " + before.orElse("any") + " → "
                    + slot.provider().orElse("any"));
        }
        List<ModelSlot> after = fallbacks.getOrDefault(slot, List.of());
        boolean relinked = relinks(slot);
        if (relinked) {
            details.add("fallbacks: " + words(after));
        }
        return Step.change(slot.place(), subject(slot), details, () -> {
            ObjectNode body = fields.body();
            if (rebound) {
                body.put(
                        "provider_id", slot.provider().map(providers::requireId).orElse(null));
            }
            if (relinked) {
                body.set("fallbacks", ids(after));
            }
            patch(slot, body);
        });
    }

    private void patch(ModelSlot slot, ObjectNode body) {
        slot.written(server.patch(path + AdminConnection.path("models", slot.requireId()), body, slot.version()));
    }

    private void require(ModelSlot slot) {
        slot.row().ifPresent(row -> {
            for (String field : List.of("family", "model_type")) {
                if (!row.path(field).equals(slot.entry().path(field))) {
                    planner.problem(slot.place() + "." + field + ": " + slot.words() + " has "
                            + row.path(field).asString() + " there, which never changes; give another alias.");
                }
            }
        });
        slot.provider()
                .filter(name -> !providers.knows(name))
                .ifPresent(name -> planner.problem(slot.place() + ".provider: there is no provider " + name
                        + " in the tenant " + slug + ", neither at the server nor in the file."));
    }

    /** What it will fall back to: what the file says, or else what it does now. */
    private List<ModelSlot> fallbacks(ModelSlot slot, List<ModelSlot> all) {
        if (!slot.entry().has("fallbacks")) {
            List<String> now = fallbackIds(slot);
            return all.stream().filter(other -> now.contains(other.id())).toList();
        }
        List<ModelSlot> resolved = new ArrayList<>();
        Declaration.each(slot.entry().path("fallbacks"), slot.place() + ".fallbacks", (reference, inner) -> {
            switch (references.find(reference, slot.type())) {
                case Found.One(ModelSlot found) -> resolved.add(found);
                case Found.None(String reason) -> planner.problem(inner + ": " + reason);
            }
        });
        return resolved;
    }

    /** Whether the file says other fallbacks of a model that is there. */
    private boolean relinks(ModelSlot slot) {
        return slot.row().isPresent()
                && slot.entry().has("fallbacks")
                && !fallbackIds(slot)
                        .equals(fallbacks.getOrDefault(slot, List.of()).stream()
                                .map(ModelSlot::id)
                                .toList());
    }

    private static List<String> fallbackIds(ModelSlot slot) {
        return slot.row().stream()
                .flatMap(row -> row.path("fallbacks").valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    private static ArrayNode ids(List<ModelSlot> slots) {
        ArrayNode ids = Planner.object().arrayNode();
        slots.forEach(slot -> ids.add(slot.requireId()));
        return ids;
    }

    private static String words(List<ModelSlot> slots) {
        return slots.isEmpty()
                ? "none"
                : String.join(", ", slots.stream().map(ModelSlot::words).toList());
    }

    private String subject(ModelSlot slot) {
        return "tenant " + slug + ": model " + slot.words();
    }
}
