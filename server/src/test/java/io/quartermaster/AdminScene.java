package io.quartermaster;

import io.quartermaster.access.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant with a key of every role, a usable provider config, a model config and a key to be asked for. */
final class AdminScene {

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What every person of a scene signs in with. */
    static final String PASSWORD = "correct horse battery";

    private final TestServer server;
    private final AdminClient operator;
    private final Map<Role, AdminClient> sessions = new EnumMap<>(Role.class);
    private final String tenant;
    private final Map<Role, String> keys = new EnumMap<>(Role.class);
    private final String provider;
    private final String keyedProvider;
    private final String model;
    private final String key;
    private final String member;
    private final String budget;
    private final String user;
    private final String sharedProvider;
    private boolean suspended;

    AdminScene(TestServer server) {
        this.server = server;
        this.operator = server.operator();
        this.tenant = operator.createTenant(freshName());
        this.provider = freshProvider();
        this.model = freshModel();
        this.keyedProvider = create("/providers", keyedProviderJson(freshName()));
        this.key = freshKey();
        this.member = freshMember();
        this.budget = freshBudget();
        this.user = operator.post("/users", userJson(freshName())).require(201).string("id");
        this.sharedProvider = freshSharedProvider();
        operator.put(grant(), "").require(200);
        for (Role role : Role.values()) {
            keys.put(role, role == Role.OPERATOR ? TestServer.OPERATOR_KEY : operator.createKey(tenant, role.word()));
        }
    }

    AdminScene suspend() {
        for (Role role : Role.values()) {
            sessionOf(role);
        }
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

    /** Who has the role by a key, and who has it by signing in. */
    List<AdminClient> clientsOf(Role role) {
        return List.of(server.as(keyOf(role)), sessionOf(role));
    }

    AdminClient sessionOf(Role role) {
        return sessions.computeIfAbsent(role, this::freshSession);
    }

    /** The answer to the sign-in of a new operator. */
    AdminClient.Answer signIn() {
        String email = freshName() + "@example.org";
        operator.post(
                        "/users",
                        "{\"email\":\"%s\",\"display_name\":\"Op\",\"password\":\"%s\",\"operator\":true}"
                                .formatted(email, PASSWORD))
                .require(201);
        return server.nobody()
                .post("/sign-in", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD))
                .require(200);
    }

    /** A person with the role who just signed in. */
    AdminClient freshSession(Role role) {
        String email = freshName() + "@example.org";
        if (role == Role.OPERATOR) {
            operator.post(
                            "/users",
                            "{\"email\":\"%s\",\"display_name\":\"Op\",\"password\":\"%s\",\"operator\":true}"
                                    .formatted(email, PASSWORD))
                    .require(201);
        } else {
            operator.post(
                            "/tenants/" + tenant + "/members",
                            "{\"email\":\"%s\",\"display_name\":\"M\",\"role\":\"%s\",\"password\":\"%s\"}"
                                    .formatted(email, role.word(), PASSWORD))
                    .require(201);
        }
        return server.nobody().signedIn(email, PASSWORD);
    }

    String provider() {
        return provider;
    }

    /** One that takes user keys. */
    String keyedProvider() {
        return keyedProvider;
    }

    String model() {
        return model;
    }

    String key() {
        return key;
    }

    /** Who is invited as a viewer, and has not taken it up. */
    String member() {
        return member;
    }

    String budget() {
        return budget;
    }

    String freshBudget() {
        return suspended ? budget : create("/budgets", budgetJson(freshModel()));
    }

    String user() {
        return user;
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

    String sharedProvider() {
        return sharedProvider;
    }

    String freshSharedProvider() {
        return operator.post("/shared-providers", providerJson(freshName()))
                .require(201)
                .string("id");
    }

    /** The path of the tenant's grant of the shared provider. */
    String grant() {
        return "/shared-providers/" + sharedProvider + "/grants/" + tenant;
    }

    String freshGrant() {
        String path = "/shared-providers/" + freshSharedProvider() + "/grants/" + tenant;
        operator.put(path, "").require(200);
        return path;
    }

    String freshKey() {
        return suspended ? key : create("/api-keys", "{\"name\":\"spare\",\"role\":\"viewer\"}");
    }

    String freshMember() {
        return suspended
                ? member
                : operator.post("/tenants/" + tenant + "/members", memberJson(freshName()))
                        .require(201)
                        .string("user_id");
    }

    static String memberJson(String name) {
        return "{\"email\":\"%s@example.org\",\"display_name\":\"%s\",\"role\":\"viewer\"}".formatted(name, name);
    }

    static String userJson(String name) {
        return "{\"email\":\"%s@example.org\",\"display_name\":\"%s\"}".formatted(name, name);
    }

    static String providerJson(String name) {
        return "{\"family\":\"openai-compatible\",\"name\":\"%s\",\"base_url\":\"http://127.0.0.1:9/v1\",\"api_key\":\"sk-%s\"}"
                .formatted(name, name);
    }

    static String keyedProviderJson(String name) {
        return "{\"family\":\"openai\",\"name\":\"%s\",\"base_url\":\"http://127.0.0.1:9/v1\",\"central_key_enabled\":false,\"user_key_allowed\":true}"
                .formatted(name);
    }

    /** A soft one, which hinders nobody. */
    static String budgetJson(String model) {
        return "{\"scope\":\"model\",\"scope_id\":\"%s\",\"window\":\"day\",\"limit_micros\":1000000,\"mode\":\"soft\"}"
                .formatted(model);
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
