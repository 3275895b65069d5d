package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a key: made, rotated, expired, revoked. */
final class ApiKeyTest {

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
    void aKeyIsShownOnceAndNeverAgain() throws Exception {
        Answer made = create("{\"name\":\" ci \"}").require(201);
        String key = made.string("key");
        String id = made.string("id");
        assertThat(made.string("name")).isEqualTo("ci");
        assertThat(made.string("role")).isEqualTo("member");
        assertThat(key).startsWith("qm_").endsWith(made.string("last_four"));
        for (Answer answer : List.of(
                tenant.get("/api-keys/" + id),
                tenant.get("/api-keys"),
                tenant.patch("/api-keys/" + id, "{\"name\":\"renamed\"}"),
                tenant.get("/audit-events"))) {
            assertThat(answer.require(200).text() + answer.headers()).doesNotContain(key);
        }
        assertThat(tenant.texts("select row(k.*, l.*)::text from api_keys k join api_key_lookup l"
                        + " on l.api_key_id = k.id where k.tenant_id = ?"))
                .isNotEmpty()
                .noneMatch(row -> row.contains(key));
        assertThat(chats(key).call("alpha").status()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyStopsAtOnce() {
        Answer made = create("{\"name\":\"x\",\"role\":\"admin\"}").require(201);
        String key = made.string("key");
        assertThat(chats(key).call("alpha").status()).isEqualTo(200);
        server.as(key).get(tenant.path("/models")).require(200);
        assertThat(tenant.delete("/api-keys/" + made.string("id")).status()).isEqualTo(204);
        server.as(key).get(tenant.path("/models")).require(401);
        assertThat(chats(key).call("alpha").status()).isEqualTo(401);
        tenant.get("/api-keys/" + made.string("id")).require(404);
        tenant.delete("/api-keys/" + made.string("id")).require(404);
        tenant.patch("/api-keys/" + made.string("id"), "{\"name\":\"x\"}").require(404);
    }

    @Test
    void aRotatedKeyHasANewTextAndTheOldOneHoldsForTheGraceAndNoLonger() {
        Answer made = create("{\"name\":\"x\",\"role\":\"admin\"}").require(201);
        String first = made.string("key");
        String path = "/api-keys/" + made.string("id");
        assertThat(chats(first).call("alpha").status()).isEqualTo(200);

        Answer rotated = tenant.post(path + "/rotate", "{\"grace_seconds\":4}").require(200);
        String second = rotated.string("key");
        assertThat(second).isNotEqualTo(first).endsWith(rotated.string("last_four"));
        assertThat(rotated.string("id")).isEqualTo(made.string("id"));
        for (String text : List.of(first, second)) {
            assertThat(chats(text).call("alpha").status()).isEqualTo(200);
            server.as(text).get(tenant.path("/models")).require(200);
        }
        Eventually.await(
                Duration.ofSeconds(10),
                "the old text ends",
                () -> chats(first).call("alpha").status() == 401);
        server.as(first).get(tenant.path("/models")).require(401);
        assertThat(chats(second).call("alpha").status()).isEqualTo(200);
        server.as(second).get(tenant.path("/models")).require(200);
        assertThat(tenant.get("/audit-events").require(200).text())
                .contains("api_key.rotate")
                .doesNotContain(first)
                .doesNotContain(second);
    }

    @Test
    void rotatingAgainOrWithoutGraceEndsTheOlderTextAtOnceOnEveryNode() throws Exception {
        Answer made = create("{\"name\":\"x\"}").require(201);
        String path = "/api-keys/" + made.string("id") + "/rotate";
        String first = made.string("key");
        try (TestServer other = server.secondNode()) {
            ChatCaller elsewhere = new ChatCaller(other.address(), first);
            assertThat(elsewhere.call("alpha").status()).isEqualTo(200); // remembered there, too
            assertThat(chats(first).call("alpha").status()).isEqualTo(200);

            String second = tenant.post(path, "{}").require(200).string("key");
            String third = tenant.post(path, "{}").require(200).string("key");
            assertThat(chats(first).call("alpha").status()).isEqualTo(401);
            assertThat(chats(second).call("alpha").status()).isEqualTo(200);
            assertThat(chats(third).call("alpha").status()).isEqualTo(200);
            Eventually.await(
                    Duration.ofSeconds(2),
                    "the other node forgets the first text",
                    () -> elsewhere.call("alpha").status() == 401);

            String last =
                    tenant.post(path, "{\"grace_seconds\":0}").require(200).string("key");
            assertThat(chats(second).call("alpha").status()).isEqualTo(401);
            assertThat(chats(third).call("alpha").status()).isEqualTo(401);
            assertThat(chats(last).call("alpha").status()).isEqualTo(200);
        }
        tenant.post(path, "{\"grace_seconds\":-1}").require(400);
        tenant.post(path, "{\"grace_seconds\":2592001}").require(400);
    }

    @Test
    void aKeyTellsWhenItWasLastUsedWithoutAChangeOfSettings() {
        Answer made = create("{\"name\":\"x\",\"role\":\"admin\"}").require(201);
        String path = "/api-keys/" + made.string("id");
        Answer before = tenant.get(path).require(200);
        assertThat(before.body().path("last_used_at").isNull()).isTrue();
        assertThat(chats(made.string("key")).call("alpha").status()).isEqualTo(200);
        Eventually.await(
                Duration.ofSeconds(10),
                "the use is written",
                () -> !tenant.get(path).body().path("last_used_at").isNull());
        Answer after = tenant.get(path).require(200);
        assertThat(Instant.parse(after.string("last_used_at")))
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(after.body().path("version")).isEqualTo(before.body().path("version"));
    }

    @Test
    void anExpiredKeyIsRefusedByBothDoorsAndAnEndInThePastCannotBeSet() {
        Answer made = create("{\"name\":\"x\",\"role\":\"admin\",\"expires_at\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(3)))
                .require(201);
        ChatCaller chats = chats(made.string("key"));
        assertThat(chats.call("alpha").status()).isEqualTo(200);
        Eventually.await(
                Duration.ofSeconds(10),
                "the key expires",
                () -> chats.call("alpha").status() == 401);
        assertThat(chats.call("alpha").code()).isEqualTo("expired_api_key");
        server.as(made.string("key")).get(tenant.path("/models")).require(401);

        Answer past = create("{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .require(422);
        assertThat(past.errorField()).isEqualTo("expires_at");
        create("{\"name\":\"x\",\"expires_at\":\"tomorrow\"}").require(400);
        tenant.patch("/api-keys/" + made.string("id"), "{\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .require(422);
        tenant.patch("/api-keys/" + made.string("id"), "{\"expires_at\":null}").require(200);
        assertThat(chats.call("alpha").status()).isEqualTo(200);
    }

    @Test
    void case10_aStaleEtagOfAKeyIsRefusedWithTheCurrentOne() {
        Answer made = create("{\"name\":\"x\"}").require(201);
        String path = "/api-keys/" + made.string("id");
        Answer current = tenant.patch(path, "{\"name\":\"newer\"}").require(200);
        Map<String, String> ifStale = Map.of("if-match", made.header("etag"));
        for (Answer refused : List.of(
                tenant.send("PATCH", path, "{\"name\":\"y\"}", ifStale), tenant.send("DELETE", path, "", ifStale))) {
            assertThat(refused.require(412).body().path("current")).isEqualTo(current.body());
        }
        assertThat(tenant.send("DELETE", path, "", Map.of("if-match", current.header("etag")))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void case10_aStaleEtagOfAModelIsRefusedWithTheCurrentOne() {
        Answer made = tenant.newModel("openai-compatible", "gamma", "").require(201);
        String path = "/models/" + made.string("id");
        tenant.patch(path, "{\"display_name\":\"newer\"}").require(200);
        Answer current = tenant.get(path).require(200);
        Map<String, String> ifStale = Map.of("if-match", made.header("etag"));
        for (Answer refused : List.of(
                tenant.send("PATCH", path, "{\"display_name\":\"x\"}", ifStale),
                tenant.send("DELETE", path, "", ifStale))) {
            assertThat(refused.require(412).body().path("current")).isEqualTo(current.body());
        }
        tenant.send("DELETE", path, "", Map.of("if-match", current.header("etag")))
                .require(200);
    }

    private Answer create(String json) {
        return tenant.post("/api-keys", json);
    }

    private static ChatCaller chats(String key) {
        return new ChatCaller(server.address(), key);
    }
}
