package io.quartermaster.declared;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps for a tenant's provider configs, its own and those granted to it, which go by name. */
final class ProviderPlanner {

    private static final List<String> FIELDS = List.of(
            "base_url",
            "settings",
            "enabled",
            "priority",
            "central_key_enabled",
            "user_key_allowed",
            "central_key_fallback");
    private static final List<String> GRANT_FIELDS = List.of("name", "enabled", "priority");

    private final Planner planner;
    private final AdminConnection server;
    private final SharedProviders shared;
    private final LiveTenant live;
    private final String slug;
    private final String path;
    private final String place;
    private final Map<String, String> idByName = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    ProviderPlanner(Planner planner, SharedProviders shared, LiveTenant live, String slug, String place) {
        this.planner = planner;
        this.server = planner.server();
        this.shared = shared;
        this.live = live;
        this.slug = slug;
        this.path = AdminConnection.path("tenants", slug) + "/providers";
        this.place = place;
        live.providers().forEach(row -> idByName.put(name(row), row.path("id").asString()));
    }

    void plan(JsonNode wanted, List<Step> steps) {
        Declaration.each(wanted, place + ".providers", (entry, inner) -> {
            if (entry.has("shared")) {
                grant(entry, inner).ifPresent(steps::add);
            } else {
                steps.add(own(entry, inner));
            }
        });
    }

    void planUnnamed(JsonNode wanted, List<Step> steps) {
        if (wanted.isMissingNode()) {
            return;
        }
        for (JsonNode row : live.providers()) {
            String id = row.path("id").asString();
            if (!named.contains(id)) {
                JsonNode sharedId = row.path("shared_provider_id");
                String gone = sharedId.isString() && shared.mayGrant()
                        ? AdminConnection.path("shared-providers", sharedId.asString(), "grants", slug)
                        : path + AdminConnection.path(id);
                steps.add(planner.unnamed(subject(name(row)), () -> server.send("DELETE", gone)));
            }
        }
    }

    boolean knows(String name) {
        return idByName.containsKey(name);
    }

    /** The id of a provider config that is there by now. */
    String requireId(String name) {
        String id = idByName.getOrDefault(name, "");
        if (id.isEmpty()) {
            throw new CannotApply("the provider " + name + " was not made.");
        }
        return id;
    }

    private Step own(JsonNode entry, String inner) {
        String name = name(entry);
        Optional<JsonNode> found = live.findProvider(name);
        if (found.isEmpty()) {
            return create(entry, inner, name);
        }
        JsonNode row = found.get();
        named.add(row.path("id").asString());
        if (row.path("shared_provider_id").isString()) {
            planner.problem(
                    inner + ": " + name
                            + " is a grant of the deployment; write shared with the name of the shared provider, or take another name.");
        } else if (!row.path("family").equals(entry.path("family"))) {
            planner.problem(inner + ".family: " + name + " is of the family "
                    + row.path("family").asString() + ", which never changes; give another name.");
        }
        if (planner.onlyMissing()) {
            return Step.same(inner, subject(name));
        }
        FieldChanges changes = FieldChanges.between(entry, row, FIELDS);
        planner.secrets()
                .compare(
                        server,
                        AdminConnection.path("tenants", slug) + "/key-fingerprints",
                        entry,
                        inner,
                        row,
                        changes);
        return Step.change(inner, subject(name), changes.details(), () -> patch(row, changes.body()));
    }

    private Step create(JsonNode entry, String inner, String name) {
        idByName.putIfAbsent(name, "");
        FieldChanges fields = FieldChanges.ofNew(entry, List.of("family", "name"));
        FieldChanges.ofNew(entry, FIELDS)
                .body()
                .properties()
                .forEach(field -> fields.compare(
                        field.getKey(), field.getValue(), Planner.object().nullNode()));
        planner.secrets().add(entry, inner, fields);
        boolean withoutItsKey = entry.path("without_key").asBoolean();
        return Step.create(
                inner,
                subject(name),
                fields.details(),
                () -> idByName.put(
                        name,
                        withoutItsKey
                                ? planner.keyless().create(slug, fields.body())
                                : server.send("POST", path, fields.body())
                                        .path("id")
                                        .asString()));
    }

    /** A grant's row goes by its shared provider, so that the tenant may call it as it likes. */
    private Optional<Step> grant(JsonNode entry, String inner) {
        String sharedName = entry.path("shared").asString().strip();
        String name = name(entry);
        if (!shared.mayGrant()) {
            live.findProvider(name).ifPresent(row -> named.add(row.path("id").asString()));
            planner.problem(
                    inner + ".shared: only the operator's key can grant a shared provider; leave the entry out.");
            return Optional.empty();
        }
        if (!shared.knows(sharedName)) {
            planner.problem(inner + ".shared: there is no shared provider " + sharedName
                    + ", neither at the server nor under deployment.shared_providers.");
            return Optional.empty();
        }
        Optional<JsonNode> row = granted(live.providers(), shared.id(sharedName));
        if (row.isPresent()) {
            named.add(row.get().path("id").asString());
            idByName.put(name, row.get().path("id").asString());
            FieldChanges changes = FieldChanges.between(entry, row.get(), GRANT_FIELDS);
            return Optional.of(
                    planner.onlyMissing()
                            ? Step.same(inner, subject(name))
                            : Step.change(
                                    inner, subject(name), changes.details(), () -> patch(row.get(), changes.body())));
        }
        idByName.putIfAbsent(name, "");
        FieldChanges fields = FieldChanges.ofNew(entry, List.of("shared", "name", "enabled", "priority"));
        return Optional.of(Step.create(inner, subject(name), fields.details(), () -> {
            String sharedId = shared.id(sharedName);
            server.send("PUT", AdminConnection.path("shared-providers", sharedId, "grants", slug));
            JsonNode made = granted(server.list(path), sharedId)
                    .orElseThrow(() -> new CannotApply("the grant brought no provider; apply the file again."));
            FieldChanges changes = FieldChanges.between(entry, made, GRANT_FIELDS);
            if (!changes.details().isEmpty()) {
                patch(made, changes.body());
            }
            idByName.put(name, made.path("id").asString());
        }));
    }

    private static Optional<JsonNode> granted(List<JsonNode> rows, String sharedId) {
        return rows.stream()
                .filter(row -> row.path("shared_provider_id").isString()
                        && row.path("shared_provider_id").asString().equals(sharedId))
                .findFirst();
    }

    private void patch(JsonNode row, ObjectNode body) {
        server.patch(
                path + AdminConnection.path(row.path("id").asString()),
                body,
                row.path("version").asLong());
    }

    private String subject(String name) {
        return "tenant " + slug + ": provider " + name;
    }

    private static String name(JsonNode provider) {
        return provider.path("name").asString().strip();
    }
}
