package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing, disabling and enabling provider configs. */
final class ProviderChangeTest {

    private static TestServer server;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
    }

    @Test
    void case07_anAbsentFieldStaysAndNullOrEmptyClearsWhereThatIsLegal() {
        String id = openai("main", ",\"base_url\":\"https://api.openai.com/v1\",\"priority\":7");
        Answer renamed = change(id, "{\"name\":\" renamed \"}").require(200);
        assertThat(renamed.string("name")).isEqualTo("renamed");
        assertThat(renamed.string("base_url")).isEqualTo("https://api.openai.com/v1");
        assertThat(renamed.body().path("priority").asInt()).isEqualTo(7);
        assertThat(renamed.string("key_last_four")).isEqualTo("good");
        assertThat(renamed.body()).isEqualTo(tenant.get("/providers/" + id).body());

        assertThat(change(id, "{\"base_url\":null}")
                        .require(200)
                        .body()
                        .path("base_url")
                        .isNull())
                .isTrue();
        change(id, "{\"base_url\":\"https://api.openai.com/v1\"}").require(200);
        assertThat(change(id, "{\"base_url\":\"\"}")
                        .require(200)
                        .body()
                        .path("base_url")
                        .isNull())
                .isTrue();
        assertThat(change(id, "{\"api_key\":\"sk-0123456789-new-1234\"}")
                        .require(200)
                        .string("key_last_four"))
                .isEqualTo("1234");
        change(id, "{\"name\":null}").require(400);
        change(id, "{\"enabled\":null}").require(400);
        change(id, "{\"name\":\" \"}").require(400);
    }

    @Test
    void case07_theFamilyNeverChanges() {
        String id = openai("main", "");
        assertThat(change(id, "{\"family\":\"openrouter\"}").require(400).errorField())
                .isEqualTo("family");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-...good", "********", "sk-••••good", "sk-…good", "sk-***"})
    void case07_aMaskedKeySentBackIsRefusedAndTheRealOneStays(String masked) {
        String id = openai("main", "");
        Answer refused = change(id, "{\"api_key\":\"" + masked + "\"}").require(422);
        assertThat(refused.errorField()).isEqualTo("api_key");
        assertThat(refused.errorCode()).isEqualTo("masked");
        assertThat(tenant.get("/providers/" + id).string("key_last_four")).isEqualTo("good");
    }

    @Test
    void case07_concurrentChangesOfDifferentFieldsAllSurvive() throws Exception {
        String id = openai("main", "");
        long before = tenant.version();
        List<String> changes = List.of(
                "{\"name\":\"renamed\"}",
                "{\"priority\":3}",
                "{\"enabled\":false}",
                "{\"user_key_allowed\":true}",
                "{\"api_key\":\"sk-0123456789-new-1234\"}");
        Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(changes.size(), i -> () -> change(id, changes.get(i)).require(200))
                .requireAll();
        Answer now = tenant.get("/providers/" + id).require(200);
        assertThat(now.string("name")).isEqualTo("renamed");
        assertThat(now.body().path("priority").asInt()).isEqualTo(3);
        assertThat(now.body().path("enabled").asBoolean()).isFalse();
        assertThat(now.body().path("user_key_allowed").asBoolean()).isTrue();
        assertThat(now.string("key_last_four")).isEqualTo("1234");
        assertThat(tenant.version()).isEqualTo(before + changes.size());
    }

    @Test
    void case07_aNameThatIsTakenIsRefused() {
        openai("taken", "");
        Answer refused = change(openai("main", ""), "{\"name\":\"taken\"}").require(409);
        assertThat(refused.errorField()).isEqualTo("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/v1", "http://api.openai.com/v1", "https://api.openai.com:444/v1"})
    void case08_pointingTheUrlElsewhereNeedsTheKeyAgain(String elsewhere) {
        String id = openai("main", "");
        Answer refused = change(id, "{\"base_url\":\"" + elsewhere + "\"}").require(422);
        assertThat(refused.problem()).isEqualTo("key_must_be_sent_again");
        assertThat(refused.errorField()).isEqualTo("api_key");
        assertThat(tenant.get("/providers/" + id).body().path("base_url").isNull())
                .isTrue();
        change(id, "{\"base_url\":\"" + elsewhere + "\",\"api_key\":\"sk-for-elsewhere\"}")
                .require(200);
        assertThat(change(id, "{\"base_url\":null}").require(422).problem()).isEqualTo("key_must_be_sent_again");
    }

    @Test
    void case08_anotherPathOnTheSameHostKeepsTheKey() {
        String id = openai("main", "");
        Answer moved =
                change(id, "{\"base_url\":\"https://API.openai.com:443/v2\"}").require(200);
        assertThat(moved.string("base_url")).isEqualTo("https://api.openai.com/v2");
        assertThat(moved.body().path("has_stored_key").asBoolean()).isTrue();
    }

    @Test
    void case09_theLastCentralKeyStaysWhileTheCentralKeyIsOn() {
        String id = openai("main", "");
        for (String cleared : List.of("{\"api_key\":null}", "{\"api_key\":\"\"}")) {
            Answer refused = change(id, cleared).require(422);
            assertThat(refused.problem()).isEqualTo("missing_api_key");
            assertThat(refused.errorField()).isEqualTo("api_key");
        }
        change(id, "{\"api_key\":null,\"central_key_enabled\":false,\"user_key_allowed\":true}")
                .require(200);
        assertThat(change(id, "{\"central_key_enabled\":true}").require(422).problem())
                .isEqualTo("missing_api_key");
        change(id, "{\"central_key_enabled\":true,\"api_key\":\"sk-again\"}").require(200);
    }

    @Test
    void case10_aStaleEtagIsRefusedWithTheCurrentProviderAndWithoutOneTheLastWriterWins() {
        String id = openai("main", "");
        String stale = tenant.get("/providers/" + id).header("etag");
        Answer current = change(id, "{\"priority\":1}").require(200);
        assertThat(current.header("etag")).isNotEqualTo(stale);
        Map<String, String> ifStale = Map.of("if-match", stale);
        for (Answer refused : List.of(
                tenant.send("PATCH", "/providers/" + id, "{\"priority\":2}", ifStale),
                tenant.send("DELETE", "/providers/" + id, "", ifStale),
                tenant.send("DELETE", "/providers/" + id + "?dry_run=true", "", ifStale))) {
            assertThat(refused.require(412).problem()).isEqualTo("stale");
            assertThat(refused.body().path("current")).isEqualTo(current.body());
        }
        Answer next = tenant.send(
                        "PATCH", "/providers/" + id, "{\"priority\":2}", Map.of("if-match", current.header("etag")))
                .require(200);
        Answer last = change(id, "{\"priority\":3}").require(200);
        assertThat(last.body().path("version").asLong())
                .isGreaterThan(next.body().path("version").asLong());
        tenant.send("DELETE", "/providers/" + id, "", Map.of("if-match", last.header("etag")))
                .require(200);
    }

    @Test
    void case11_disablingHidesTheModelsFromMembersAndEnablingBringsAllBack() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            String id = tenant.provider("main", upstream.baseUrl());
            String model = tenant.model("alpha");
            AdminClient member = tenant.as("member");
            ChatCaller chats = tenant.chats();
            Answer before = tenant.get("/models/" + model);
            change(id, "{\"enabled\":false}").require(200);

            assertThat(tenant.get("/providers/" + id).string("unusable_reason")).isEqualTo("provider_disabled");
            Answer hidden = tenant.get("/models/" + model).require(200);
            assertThat(hidden.body().path("usable").asBoolean()).isFalse();
            assertThat(hidden.string("unusable_reason")).isEqualTo("provider_disabled");
            assertThat(tenant.get("/models").body().path("data")).hasSize(1);
            assertThat(member.get(tenant.path("/models")).require(200).body().path("data"))
                    .isEmpty();
            member.get(tenant.path("/models/" + model)).require(404);
            assertThat(chats.call("alpha").code()).isEqualTo("model_unusable");

            change(id, "{\"enabled\":true}").require(200);
            assertThat(tenant.get("/models/" + model).body()).isEqualTo(before.body());
            assertThat(member.get(tenant.path("/models")).body().path("data")).hasSize(1);
            assertThat(chats.call("alpha").status()).isEqualTo(200);
        }
    }

    private String openai(String name, String more) {
        return tenant.post(
                        "/providers",
                        "{\"family\":\"openai\",\"name\":\"%s\",\"api_key\":\"sk-0123456789-is-good\"%s}"
                                .formatted(name, more))
                .require(201)
                .string("id");
    }

    private Answer change(String id, String json) {
        return tenant.patch("/providers/" + id, json);
    }
}
