package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a key may be, what it gives, and who may make or touch it. */
final class ApiKeyGrantTest {

    private static TestServer server;
    private static FakeUpstream upstream;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
        tenant.provider("main", upstream.baseUrl());
        tenant.model("alpha");
        tenant.model("beta");
    }

    @Test
    void nobodyTakesOverTheKeyOfAPersonWhoMayDoMoreThanThemselves() throws Exception {
        String owner = member("owner");
        Answer made =
                create("{\"name\":\"x\",\"user_id\":\"%s\"}".formatted(owner)).require(201);
        String path = tenant.path("/api-keys/" + made.string("id"));
        AdminClient admin = server.as(
                create("{\"name\":\"a\",\"role\":\"admin\"}").require(201).string("key"));

        admin.post(path + "/rotate", "{}").require(403);
        admin.patch(path, "{\"role\":\"admin\"}").require(403);

        assertThat(chats(made.string("key")).call("alpha").status()).isEqualTo(200);
        admin.delete(path).require(204); // to end it gives nobody anything
    }

    @Test
    void aPersonsKeyIsOfAMemberAndGivesNoMoreThanThePersonHasNow() throws Exception {
        String user = member("editor");
        create("{\"name\":\"x\",\"user_id\":\"%s\",\"role\":\"admin\"}".formatted(user))
                .require(422);
        Answer made = create("{\"name\":\"x\",\"user_id\":\"%s\",\"role\":\"editor\"}".formatted(user))
                .require(201);
        assertThat(made.string("user_id")).isEqualTo(user);
        AdminClient key = server.as(made.string("key"));
        key.get(tenant.path("/models")).require(200);
        assertThat(chats(made.string("key")).call("alpha").status()).isEqualTo(200);

        memberRole(user, "viewer");
        assertThat(chats(made.string("key")).call("alpha").code()).isEqualTo("role_not_allowed");
        memberRole(user, "owner"); // the key stays what it was made as
        key.get(tenant.path("/api-keys")).require(403);

        String nobody = "019a0000-0000-7000-8000-000000000001";
        Answer refused =
                create("{\"name\":\"x\",\"user_id\":\"%s\"}".formatted(nobody)).require(422);
        assertThat(refused.errorField()).isEqualTo("user_id");
    }

    @Test
    void aKeyCallsOnlyTheModelsItIsAllowed() {
        Answer made = create("{\"name\":\"x\",\"allowed_models\":[\"beta\"]}").require(201);
        ChatCaller chats = chats(made.string("key"));
        assertThat(chats.call("beta").status()).isEqualTo(200);
        assertThat(chats.call("alpha").code()).isEqualTo("model_not_found");
        tenant.patch("/api-keys/" + made.string("id"), "{\"allowed_models\":[]}")
                .require(200);
        assertThat(chats.call("alpha").status()).isEqualTo(200);
    }

    @Test
    void case52c_nobodyGrantsOrTouchesARoleAboveTheirOwn() {
        AdminClient admin = tenant.as("admin");
        String ownersKey =
                create("{\"name\":\"owners\",\"role\":\"owner\"}").require(201).string("id");
        String membersKey = create("{\"name\":\"members\"}").require(201).string("id");
        admin.post(tenant.path("/api-keys"), "{\"name\":\"x\",\"role\":\"owner\"}")
                .require(403);
        admin.patch(tenant.path("/api-keys/" + membersKey), "{\"role\":\"owner\"}")
                .require(403);
        admin.patch(tenant.path("/api-keys/" + ownersKey), "{\"name\":\"x\"}").require(403);
        admin.delete(tenant.path("/api-keys/" + ownersKey)).require(403);
        admin.post(tenant.path("/api-keys"), "{\"name\":\"x\",\"role\":\"admin\"}")
                .require(201);
        admin.patch(tenant.path("/api-keys/" + membersKey), "{\"role\":\"editor\"}")
                .require(200);
        create("{\"name\":\"x\",\"role\":\"operator\"}").require(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "member", "editor"})
    void rolesBelowAdminNeitherSeeNorMakeKeys(String role) {
        AdminClient weak = tenant.as(role);
        String id = create("{\"name\":\"x\"}").require(201).string("id");
        weak.get(tenant.path("/api-keys")).require(403);
        weak.get(tenant.path("/api-keys/" + id)).require(403);
        weak.post(tenant.path("/api-keys"), "{\"name\":\"x\"}").require(403);
        weak.patch(tenant.path("/api-keys/" + id), "{\"name\":\"y\"}").require(403);
        weak.delete(tenant.path("/api-keys/" + id)).require(403);
    }

    @Test
    void aViewersKeyReadsButCallsNoModel() {
        ChatCaller.Chat refused = chats(tenant.key("viewer")).call("alpha");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("role_not_allowed");
    }

    private String member(String role) {
        return TestPerson.in(server, tenant, role).id();
    }

    private void memberRole(String user, String role) {
        tenant.patch("/members/" + user, "{\"role\":\"%s\"}".formatted(role)).require(200);
    }

    private Answer create(String json) {
        return tenant.post("/api-keys", json);
    }

    private static ChatCaller chats(String key) {
        return new ChatCaller(server.address(), key);
    }
}
