package io.quartermaster.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A tenant as the server shows it, to one who administers it; all lists are empty for one that is not there yet. */
record LiveTenant(
        Optional<JsonNode> tenant,
        JsonNode settings,
        List<JsonNode> members,
        List<JsonNode> providers,
        List<JsonNode> models,
        List<JsonNode> defaults) {

    static LiveTenant read(AdminConnection server, String slug) {
        String path = AdminConnection.path("tenants", slug);
        Optional<JsonNode> tenant = server.find(path);
        if (tenant.isEmpty()) {
            return new LiveTenant(tenant, MissingNode.getInstance(), List.of(), List.of(), List.of(), List.of());
        }
        List<JsonNode> models = new ArrayList<>(server.list(path + "/models"));
        models.sort((one, other) -> order(one).compareTo(order(other)));
        return new LiveTenant(
                tenant,
                server.get(path + "/settings").path("settings"),
                server.list(path + "/members"),
                server.list(path + "/providers"),
                models,
                List.copyOf(server.get(path + "/default-models").path("data").values()));
    }

    private static String order(JsonNode model) {
        return model.path("created_at").asString() + model.path("id").asString();
    }

    Optional<JsonNode> findProvider(String name) {
        return providers.stream()
                .filter(provider -> provider.path("name").asString().equals(name))
                .findFirst();
    }

    /** The name of a provider config by its id; empty for an unbound model. */
    Optional<String> providerName(JsonNode id) {
        return providers.stream()
                .filter(provider -> provider.path("id").equals(id))
                .map(provider -> provider.path("name").asString())
                .findFirst();
    }
}
