package io.quartermaster.declared;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes what a server has as a file that {@code apply} takes: without ids, and with references in place of secrets. */
public final class Export {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();

    private final AdminConnection server;
    private final Consumer<String> out;
    private final Consumer<String> warnings;
    private final Set<String> variables = new HashSet<>();

    public Export(AdminConnection server, Consumer<String> out, Consumer<String> warnings) {
        this.server = server;
        this.out = out;
        this.warnings = warnings;
    }

    /** Everything of the deployment, a tenant at a time; archived tenants are left out. */
    public void deployment() {
        if (!server.get("/me").path("operator").asBoolean()) {
            throw new CannotApply("Only the operator's key can export the deployment; name a tenant with --tenant.");
        }
        List<JsonNode> shared = server.list("/shared-providers");
        ObjectNode deployment = Planner.object();
        deployment.set("settings", settings(server.get("/settings"), "deployment"));
        deployment.set("shared_providers", sharedProviders(shared));
        deployment.set("catalogue", catalogue());
        write(Planner.object().put("quartermaster", 1).set("deployment", deployment));
        List<JsonNode> tenants = server.list("/tenants");
        out.accept(tenants.isEmpty() ? "tenants: []\n" : "tenants:\n");
        tenants.forEach(tenant -> tenant(tenant.path("slug").asString(), shared));
    }

    /** One tenant alone. */
    public void tenant(String slugOrId) {
        JsonNode tenant = server.find(AdminConnection.path("tenants", slugOrId))
                .orElseThrow(() -> new CannotApply("There is no tenant " + slugOrId + " that this key may read."));
        boolean operator = server.get("/me").path("operator").asBoolean();
        write(Planner.object().put("quartermaster", 1));
        out.accept("tenants:\n");
        tenant(tenant.path("slug").asString(), operator ? server.list("/shared-providers") : List.of());
    }

    private void tenant(String slug, List<JsonNode> shared) {
        LiveTenant live = LiveTenant.read(server, slug);
        if (live.tenant().isEmpty()) {
            return; // archived or renamed since it was listed
        }
        ObjectNode tenant = fields(live.tenant().get(), List.of("slug", "name", "status", "deployment_key_families"));
        tenant.set("settings", settings(Planner.object().set("settings", live.settings()), "tenant"));
        ArrayNode members = tenant.putArray("members");
        live.members().forEach(row -> members.add(fields(row, List.of("email", "display_name", "role"))));
        ArrayNode providers = tenant.putArray("providers");
        live.providers().forEach(row -> provider(slug, row, shared).ifPresent(providers::add));
        models(tenant, slug, live);
        ArrayNode one = Planner.object().arrayNode().add(tenant);
        out.accept(YAML.writeValueAsString(one));
    }

    private Optional<ObjectNode> provider(String slug, JsonNode row, List<JsonNode> shared) {
        if (!row.path("shared_provider_id").isString()) {
            ObjectNode provider = fields(
                    row,
                    List.of(
                            "name",
                            "family",
                            "base_url",
                            "settings",
                            "enabled",
                            "priority",
                            "central_key_enabled",
                            "user_key_allowed",
                            "central_key_fallback"));
            secret(row, slug).ifPresent(secret -> provider.set(secret.getKey(), secret.getValue()));
            if (row.path("unusable_reason").asString("").equals("missing_api_key")) {
                warnings.accept("tenant " + slug + ": provider "
                        + row.path("name").asString() + " has no key; add api_key before you apply this elsewhere.");
            }
            return Optional.of(provider);
        }
        Optional<JsonNode> source = shared.stream()
                .filter(found -> found.path("id").equals(row.path("shared_provider_id")))
                .findFirst();
        if (source.isEmpty()) {
            warnings.accept("tenant " + slug + ": provider " + row.path("name").asString()
                    + " is a grant of the deployment, which only the operator can export; it is left out.");
        }
        return source.map(found -> {
            ObjectNode provider = Planner.object();
            provider.set("name", row.path("name"));
            provider.set("shared", found.path("name"));
            provider.set("enabled", row.path("enabled"));
            provider.set("priority", row.path("priority"));
            return provider;
        });
    }

    private void models(ObjectNode tenant, String slug, LiveTenant live) {
        List<ModelSlot> slots = live.models().stream()
                .map(row -> ModelSlot.unnamed(row, live.providerName(row.path("provider_id"))))
                .toList();
        ModelReferences references = new ModelReferences(slots);
        ArrayNode models = tenant.putArray("models");
        for (ModelSlot slot : slots) {
            JsonNode row = slot.row().orElseThrow();
            ObjectNode model = fields(row, List.of("family", "model", "model_type", "alias", "display_name"));
            model.put("provider", slot.provider().orElse(null));
            model.setAll(fields(row, List.of("enabled", "context_limit", "compression_threshold", "options")));
            model.set(
                    "prices",
                    row.path("prices_source").asString().equals("tenant")
                            ? given(row.path("prices"))
                            : Planner.object().nullNode());
            ArrayNode fallbacks = model.putArray("fallbacks");
            row.path("fallbacks")
                    .forEach(id -> reference(slots, references, id, slug).ifPresent(fallbacks::add));
            models.add(model);
        }
        ObjectNode defaults = tenant.putObject("default_models");
        for (JsonNode row : live.defaults()) {
            String type = row.path("model_type").asString();
            boolean unset = row.path("source").asString().equals("unset");
            if (!unset && row.path("model_id").isNull()) {
                defaults.putNull(type);
            } else if (!unset) {
                boolean elected = row.path("source").asString().equals("elected");
                reference(slots, references, row.path("model_id"), slug)
                        .ifPresent(model ->
                                defaults.set(type, elected ? Planner.object().set("elected", model) : model));
            }
        }
    }

    private Optional<JsonNode> reference(List<ModelSlot> slots, ModelReferences references, JsonNode id, String slug) {
        Optional<ModelSlot> target =
                slots.stream().filter(slot -> slot.id().equals(id.asString())).findFirst();
        Optional<JsonNode> reference = target.flatMap(references::to);
        if (reference.isEmpty()) {
            warnings.accept(
                    "tenant " + slug + ": " + target.map(ModelSlot::words).orElse("a model")
                            + " cannot be told from another by a name, so what refers to it is left out; give it an alias.");
        }
        return reference;
    }

    private ArrayNode sharedProviders(List<JsonNode> rows) {
        ArrayNode all = Planner.object().arrayNode();
        for (JsonNode row : rows) {
            ObjectNode shared = fields(row, List.of("name", "family", "base_url", "settings", "enabled"));
            secret(row, "shared").ifPresent(secret -> shared.set(secret.getKey(), secret.getValue()));
            all.add(shared);
        }
        return all;
    }

    private ArrayNode catalogue() {
        ArrayNode all = Planner.object().arrayNode();
        for (JsonNode row : server.list("/catalogue/models")) {
            if (row.path("source").asString().equals("operator")) {
                ObjectNode model = fields(
                        row,
                        List.of(
                                "family",
                                "name",
                                "model_type",
                                "display_name",
                                "context_window",
                                "max_output",
                                "capabilities"));
                if (row.path("prices_source").asString().equals("operator")) {
                    model.set("prices", given(row.path("prices")));
                }
                all.add(model);
            }
        }
        return all;
    }

    private Optional<Map.Entry<String, JsonNode>> secret(JsonNode row, String owner) {
        if (!row.path("has_stored_key").asBoolean()) {
            return Optional.empty();
        }
        boolean plain = row.path("credential_kind").asString().equals("api_key");
        String variable = variable(owner + "_" + row.path("name").asString() + (plain ? "_KEY" : "_CREDENTIAL"));
        return Optional.of(
                Map.entry(plain ? "api_key" : "credential", Planner.object().put("env", variable)));
    }

    /** A free name; not one that could be taken for a setting of the server. */
    private String variable(String words) {
        String name = words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        String proposed = name.matches("[0-9].*|QM_.*") ? "KEY_" + name : name;
        String free = proposed;
        for (int next = 2; !variables.add(free); next++) {
            free = proposed + "_" + next;
        }
        return free;
    }

    private static ObjectNode settings(JsonNode answer, String source) {
        ObjectNode own = Planner.object();
        answer.path("settings").properties().forEach(setting -> {
            boolean isOwn = setting.getValue().path("source").asString().equals(source);
            own.set(setting.getKey(), isOwn ? setting.getValue().path("value") : own.nullNode());
        });
        return own;
    }

    private static ObjectNode fields(JsonNode row, List<String> names) {
        ObjectNode fields = Planner.object();
        names.forEach(name -> fields.set(name, row.path(name)));
        return fields;
    }

    /** Without the prices that are not given, which the file may leave out. */
    private static JsonNode given(JsonNode prices) {
        if (!prices.isObject()) {
            return prices;
        }
        ObjectNode given = Planner.object();
        prices.properties().stream()
                .filter(price -> !price.getValue().isNull())
                .forEach(price -> given.set(price.getKey(), price.getValue()));
        return given;
    }

    private void write(JsonNode part) {
        out.accept(YAML.writeValueAsString(part));
    }
}
