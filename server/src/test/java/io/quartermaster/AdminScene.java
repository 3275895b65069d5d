package io.quartermaster;

import io.quartermaster.access.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant with a key of every role, a usable provider config, a model config and a key to be asked for. */
final class AdminScene {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final AdminClient operator;
    private final String tenant;
    private final Map<Role, String> keys = new EnumMap<>(Role.class);
    private final String provider;
    private final String model;
    private final String key;
    private boolean suspended;

    AdminScene(AdminClient operator) {
        this.operator = operator;
        this.tenant = operator.createTenant(freshName());
        this.provider = freshProvider();
        this.model = freshModel();
        this.key = freshKey();
        for (Role role : Role.values()) {
            keys.put(role, role == Role.OPERATOR ? TestServer.OPERATOR_KEY : operator.createKey(tenant, role.word()));
        }
    }

    AdminScene suspend() {
        operator.patch("/tenants/" + tenant, "{\"status\":\"suspended\"}").require(200);
        suspended = true;
        return this;
    }

    String tenant() {
        return tenant;
    }

    String keyOf(Role role) {
        return keys.getOrDefault(role, "");
    }

    String provider() {
        return provider;
    }

    String model() {
        return model;
    }

    String key() {
        return key;
    }

    String freshName() {
        return "n-" + NAMES.incrementAndGet();
    }

    /** One to be deleted; the lasting one where nothing can be made. */
    String freshProvider() {
        return suspended ? provider : create("/providers", providerJson(freshName()));
    }

    String freshModel() {
        return suspended ? model : create("/models", modelJson(freshName()));
    }

    String freshCatalogueModel() {
        String name = freshName();
        operator.put("/catalogue/models/ollama/" + name, "{\"model_type\":\"llm\"}")
                .require(200);
        return name;
    }

    String freshTombstone() {
        String id = freshModel();
        if (!suspended) {
            operator.delete("/tenants/" + tenant + "/models/" + id).require(200);
        }
        return id;
    }

    String freshKey() {
        return suspended ? key : create("/api-keys", "{\"name\":\"spare\",\"role\":\"viewer\"}");
    }

    static String providerJson(String name) {
        return "{\"family\":\"openai-compatible\",\"name\":\"%s\",\"base_url\":\"http://127.0.0.1:9/v1\",\"api_key\":\"sk-%s\"}"
                .formatted(name, name);
    }

    static String modelJson(String name) {
        return "{\"family\":\"openai-compatible\",\"model\":\"%s\",\"model_type\":\"llm\",\"alias\":\"alias-%s\"}"
                .formatted(name, name);
    }

    private String create(String collection, String json) {
        return operator.post("/tenants/" + tenant + collection, json)
                .require(201)
                .string("id");
    }
}
