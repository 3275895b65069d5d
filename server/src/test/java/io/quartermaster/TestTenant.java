package io.quartermaster;

import io.quartermaster.AdminClient.Answer;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A tenant of its own for one test, its owner's calls, and what is stored of it. */
final class TestTenant {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Where nobody listens, for providers that are never called. */
    static final URI NOWHERE = URI.create("http://127.0.0.1:9/v1");

    private final TestServer server;
    private final String slug;
    private final UUID id;
    private final AdminClient owner;

    private TestTenant(TestServer server, String slug) {
        this.server = server;
        this.slug = slug;
        this.id = UUID.fromString(server.operator().createTenant(slug));
        this.owner = server.as(key("owner"));
    }

    static TestTenant on(TestServer server) {
        return new TestTenant(server, "tenant-" + NUMBER.incrementAndGet());
    }

    String slug() {
        return slug;
    }

    UUID id() {
        return id;
    }

    /** A new key of the role. */
    String key(String role) {
        return server.operator().createKey(slug, role);
    }

    /** A client with a new key of the role. */
    AdminClient as(String role) {
        return server.as(key(role));
    }

    /** The path of something below this tenant. */
    String path(String below) {
        return "/tenants/" + slug + below;
    }

    Answer get(String below) {
        return owner.get(path(below));
    }

    Answer post(String below, String json) {
        return owner.post(path(below), json);
    }

    Answer put(String below, String json) {
        return owner.put(path(below), json);
    }

    Answer patch(String below, String json) {
        return owner.patch(path(below), json);
    }

    Answer delete(String below) {
        return owner.delete(path(below));
    }

    Answer send(String method, String below, String json, Map<String, String> headers) {
        return owner.send(method, path(below), json, headers);
    }

    /** Changes the tenant itself, which only an operator may. */
    Answer changeTenant(String json) {
        return server.operator().patch("/tenants/" + slug, json);
    }

    /** Creates a keyed provider config of the family {@code openai-compatible} where nobody listens. */
    String provider(String name) {
        return provider(name, NOWHERE);
    }

    String provider(String name, URI baseUrl) {
        return owner.createProvider(slug, name, baseUrl);
    }

    /** Creates an unbound model of the type {@code llm} and the family {@code openai-compatible}. */
    String model(String name) {
        return owner.createModel(slug, name, "llm");
    }

    /** Creates an {@code llm}; {@code more} are further fields, each with a comma before it. */
    String model(String family, String name, String more) {
        return newModel(family, name, more).require(201).string("id");
    }

    Answer newModel(String family, String name, String more) {
        return post(
                "/models",
                "{\"family\":\"%s\",\"model\":\"%s\",\"model_type\":\"llm\"%s}".formatted(family, name, more));
    }

    Answer pin(String type, String model) {
        return put("/default-models/" + type, "{\"model_id\":\"%s\"}".formatted(model));
    }

    /** The default {@code llm} as the API shows it. */
    Answer defaultModel() {
        return get("/default-models/llm").require(200);
    }

    /** Every entry of a list, page by page. */
    List<JsonNode> all(String list) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(list + "?limit=100" + cursor).require(200);
            page.body().path("data").forEach(entries::add);
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
        } while (!cursor.isEmpty());
        return entries;
    }

    /** The audit trail, oldest first. */
    List<JsonNode> events() {
        List<JsonNode> events = all("/audit-events");
        Collections.reverse(events);
        return events;
    }

    /** What the console asks for, so that its person can call models here. */
    Answer playgroundKey(AdminClient client) {
        return client.post(path("/playground-key"), "");
    }

    /** The config version, which every committed change moves by one. */
    long version() throws SQLException {
        return number("select version from tenant_config_versions where tenant_id = ?");
    }

    long number(String sql) throws SQLException {
        try (OwnerSql sqlOfOwner = new OwnerSql(server.database())) {
            return sqlOfOwner.number(sql, id);
        }
    }

    List<String> texts(String sql) throws SQLException {
        try (OwnerSql sqlOfOwner = new OwnerSql(server.database())) {
            return sqlOfOwner.texts(sql, id);
        }
    }

    void update(String sql) throws SQLException {
        try (OwnerSql sqlOfOwner = new OwnerSql(server.database())) {
            sqlOfOwner.update(sql, id);
        }
    }

    /** Calls the gateway with a new key of a member. */
    ChatCaller chats() {
        return new ChatCaller(server.address(), key("member"));
    }
}
