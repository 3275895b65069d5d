package io.quartermaster;

import io.quartermaster.AdminClient.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A member of a tenant: signed in, and with an API key that has the member's name on it. */
final class TestPerson {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PASSWORD = "correct horse battery";

    private final TestServer server;
    private final TestTenant tenant;
    private final String id;
    private final String email;
    private final AdminClient session;
    private final String key;

    private TestPerson(TestServer server, TestTenant tenant, String role) {
        this.email = "person-" + NUMBER.incrementAndGet() + "@example.org";
        this.server = server;
        this.tenant = tenant;
        this.id = tenant.post(
                        "/members",
                        "{\"email\":\"%s\",\"display_name\":\"P\",\"role\":\"%s\",\"password\":\"%s\"}"
                                .formatted(email, role, PASSWORD))
                .require(201)
                .string("user_id");
        this.session = server.nobody().signedIn(email, PASSWORD);
        this.key = tenant.post("/api-keys", "{\"name\":\"own\",\"role\":\"%s\",\"user_id\":\"%s\"}".formatted(role, id))
                .require(201)
                .string("key");
    }

    static TestPerson in(TestServer server, TestTenant tenant, String role) {
        return new TestPerson(server, tenant, role);
    }

    String id() {
        return id;
    }

    AdminClient session() {
        return session;
    }

    /** Becomes a member there too. */
    TestTenant joins(TestTenant other) {
        String token = other.post(
                        "/members", "{\"email\":\"%s\",\"display_name\":\"P\",\"role\":\"member\"}".formatted(email))
                .require(201)
                .body()
                .path("invitation")
                .path("token")
                .asString();
        session.post("/invitations/accept", "{\"token\":\"%s\"}".formatted(token))
                .require(200);
        return other;
    }

    /** The session of another browser. */
    AdminClient signedInAgain() {
        return server.nobody().signedIn(email, PASSWORD);
    }

    void changePassword(String next) {
        tryToChangePassword(next).require(204);
    }

    Answer tryToChangePassword(String next) {
        return session.put(
                "/me/password", "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(PASSWORD, next));
    }

    /** A client with the person's API key. */
    AdminClient byKey() {
        return server.as(key);
    }

    /** A text for calling models with from the console. */
    Answer playgroundKey() {
        return tenant.playgroundKey(session);
    }

    Answer get(String below) {
        return session.get(tenant.path(below));
    }

    Answer putKey(String provider, String text) {
        return session.put(tenant.path("/user-keys/" + provider), "{\"api_key\":\"" + text + "\"}");
    }

    Answer deleteKey(String provider) {
        return session.delete(tenant.path("/user-keys/" + provider));
    }

    /** The entry of the provider config in the person's list; missing when it is not there. */
    JsonNode entry(String provider) {
        return get("/user-keys")
                .require(200)
                .body()
                .path("data")
                .valueStream()
                .filter(row -> row.path("provider_id").asString().equals(provider))
                .findFirst()
                .orElseGet(tools.jackson.databind.node.MissingNode::getInstance);
    }

    /** The person's calls, at this node or another one. */
    ChatCaller chats(TestServer at) {
        return new ChatCaller(at.address(), key);
    }

    ChatCaller chats() {
        return chats(server);
    }
}
