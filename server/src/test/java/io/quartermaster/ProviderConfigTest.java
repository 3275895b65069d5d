package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Making and reading provider configs. */
final class ProviderConfigTest {

    private static final String KEY = "sk-canary-0123456789-tail";
    private static TestServer server;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of("QM_PROVIDER_KEY_OPENROUTER", "sk-of-the-operator"));
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
    void case01_theFamiliesAreListedInTheirFixedOrderWithTheirCredentials() {
        JsonNode families =
                server.operator().get("/provider-families").require(200).body().path("data");
        assertThat(families)
                .extracting(family -> family.path("family").asString() + " "
                        + family.path("credential_kind").asString() + " "
                        + family.path("deployment_key").asBoolean())
                .containsExactly(
                        "openai required false",
                        "anthropic required false",
                        "azure required false",
                        "bedrock ambient false",
                        "google required false",
                        "openai-compatible optional false",
                        "openrouter required true",
                        "vercel required false",
                        "cohere required false",
                        "ollama optional false");
        assertThat(families)
                .allMatch(family -> !family.path("display_name").asString().isBlank());
        assertThat(tenant.as("viewer")
                        .get("/provider-families")
                        .require(200)
                        .body()
                        .path("data"))
                .isEqualTo(families);
    }

    @Test
    void case02_aNewProviderIsTrimmedAndShowsOfItsKeyOnlyTheLastFourAndAFingerprint() {
        Answer created = create(
                        "{\"family\":\"openai\",\"name\":\"  Main \",\"base_url\":\" https://Example.com/v1/ \",\"api_key\":\" %s \\n\"}"
                                .formatted(KEY))
                .require(201);

        assertThat(created.string("name")).isEqualTo("Main");
        assertThat(created.string("base_url")).isEqualTo("https://example.com/v1");
        assertThat(created.body().path("has_stored_key").asBoolean()).isTrue();
        assertThat(created.body().path("has_effective_key").asBoolean()).isTrue();
        assertThat(created.string("credential_source")).isEqualTo("central");
        assertThat(created.body().path("unusable_reason").isNull()).isTrue();
        assertThat(created.string("key_last_four")).isEqualTo("tail");
        assertThat(created.string("key_fingerprint")).isNotBlank();
        assertThat(created.body().path("central_key_enabled").asBoolean()).isTrue();
        assertThat(created.header("etag"))
                .isEqualTo("\"" + created.body().path("version").asLong() + "\"");
        Answer read = tenant.get("/providers/" + created.string("id")).require(200);
        assertThat(read.body()).isEqualTo(created.body());
        for (Answer answer : List.of(created, read, tenant.get("/providers"), tenant.get("/audit-events"))) {
            assertThat(answer.text() + answer.headers()).doesNotContain(KEY).doesNotContain("sk-canary");
        }
    }

    @Test
    void case02_theSameKeyHasTheSameFingerprintInATenantAndAnotherOneElsewhere() {
        TestTenant other = TestTenant.on(server);
        String body = "{\"family\":\"openai\",\"name\":\"%s\",\"api_key\":\"" + KEY + "\"}";
        String one = create(body.formatted("one")).require(201).string("key_fingerprint");
        assertThat(create(body.formatted("two")).require(201).string("key_fingerprint"))
                .isEqualTo(one);
        assertThat(other.post("/providers", body.formatted("one")).require(201).string("key_fingerprint"))
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            family   | {"family":"telepathy","name":"x","api_key":"k"}
            name     | {"family":"openai","name":"   ","api_key":"k"}
            name     | {"family":"openai","name":"x\\u0000y","api_key":"k"}
            name     | {"family":"openai","api_key":"k"}
            base_url | {"family":"openai","name":"x","api_key":"k","base_url":"api.openai.com/v1"}
            base_url | {"family":"openai","name":"x","api_key":"k","base_url":"/v1"}
            base_url | {"family":"openai","name":"x","api_key":"k","base_url":"ftp://example.com"}
            base_url | {"family":"openai","name":"x","api_key":"k","base_url":"https://user:pw@example.com"}
            base_url | {"family":"openai","name":"x","api_key":"k","base_url":"https://example.com/v1?key=1"}
            api_key  | {"family":"openai","name":"x","api_key":"a b"}
            api_key  | {"family":"openai","name":"x","api_key":7}
            priority | {"family":"openai","name":"x","api_key":"k","priority":-1}
            colour   | {"family":"openai","name":"x","api_key":"k","colour":"red"}
            """)
    void case03_whatCannotBeReadIsRefusedWithTheFieldNamed(String field, String body) throws Exception {
        long before = tenant.version();
        assertThat(create(body).require(400).errorField()).isEqualTo(field);
        assertThat(tenant.version()).isEqualTo(before);
    }

    @Test
    void case03_aKeyOf10240BytesIsAcceptedAndOneByteMoreIsNot() {
        String longest = "ä".repeat(5_119) + "k!";
        Answer created = create(withKey("longest", longest)).require(201);
        assertThat(created.string("key_last_four")).isEqualTo("ääk!");
        Answer tooLong = create(withKey("too-long", longest + "!")).require(400);
        assertThat(tooLong.errorField()).isEqualTo("api_key");
        assertThat(tooLong.text()).doesNotContain("ä");
        String id = created.string("id");
        assertThat(tenant.patch("/providers/" + id, "{\"api_key\":\"" + longest + "!\"}")
                        .require(400)
                        .errorField())
                .isEqualTo("api_key");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, policy_allows_no_key",
        "false, false, true,  policy_fallback_without_keys",
        "false, true,  true,  policy_fallback_without_central",
        "true,  false, true,  policy_fallback_without_user"
    })
    void case04_illegalPoliciesAreRefusedEachWithItsReasonOnCreateAndOnChange(
            boolean central, boolean user, boolean fallback, String reason) throws Exception {
        String policy = "\"central_key_enabled\":%s,\"user_key_allowed\":%s,\"central_key_fallback\":%s"
                .formatted(central, user, fallback);
        String id = tenant.provider("legal");
        long before = tenant.version();

        for (Answer refused : List.of(
                create("{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\"," + policy + "}"),
                tenant.patch("/providers/" + id, "{" + policy + "}"))) {
            assertThat(refused.require(422).problem()).isEqualTo("illegal_policy");
            assertThat(refused.errorCode()).isEqualTo(reason);
        }
        assertThat(tenant.version()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"true,false,false", "false,true,false", "true,true,false", "true,true,true"})
    void case04_legalPoliciesAreAccepted(boolean central, boolean user, boolean fallback) {
        Answer created = create(
                        "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\",\"central_key_enabled\":%s,\"user_key_allowed\":%s,\"central_key_fallback\":%s}"
                                .formatted(central, user, fallback))
                .require(201);
        assertThat(created.string("credential_source")).isEqualTo(central && user == fallback ? "central" : "none");
        assertThat(created.string("unusable_reason"))
                .isEqualTo(central && user == fallback ? "" : "user_api_key_required");
    }

    @Test
    void case06_ofTwentyProvidersOfOneNameExactlyOneIsMade() throws Exception {
        long before = tenant.version();
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(20, i -> () -> create("{\"family\":\"openai\",\"name\":\"same\",\"api_key\":\"k" + i + "\"}"))
                .requireAll();
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(19)
                .allSatisfy(answer -> {
                    assertThat(answer.problem()).isEqualTo("already_exists");
                    assertThat(answer.errorField()).isEqualTo("name");
                });
        assertThat(tenant.version()).isEqualTo(before + 1);
        create("{\"family\":\"openai\",\"name\":\"another\",\"api_key\":\"k\"}").require(201);
        TestTenant.on(server)
                .post("/providers", "{\"family\":\"openai\",\"name\":\"same\",\"api_key\":\"k\"}")
                .require(201);
    }

    @Test
    void case14_siblingsAreListedByPriorityThenAgeOnEveryNodeAndPage() throws Exception {
        List<String> byAge = new ArrayList<>();
        for (String priority : List.of("300", "100", "200", "100")) {
            byAge.add(create("{\"family\":\"openai\",\"name\":\"p%d\",\"api_key\":\"k\",\"priority\":%s}"
                            .formatted(byAge.size(), priority))
                    .require(201)
                    .string("id"));
        }
        List<String> expected = List.of(byAge.get(1), byAge.get(3), byAge.get(2), byAge.get(0));
        assertThat(tenant.all("/providers"))
                .extracting(p -> p.path("id").asString())
                .isEqualTo(expected);
        Answer first = tenant.get("/providers?limit=3").require(200);
        Answer rest = tenant.get("/providers?limit=3&cursor=" + first.string("next_cursor"))
                .require(200);
        assertThat(first.body().path("data")).hasSize(3);
        assertThat(rest.body().path("data").path(0).path("id").asString()).isEqualTo(byAge.getFirst());
        assertThat(rest.body().path("next_cursor").isNull()).isTrue();
        try (TestServer second = server.secondNode()) {
            assertThat(second.operator().get(tenant.path("/providers")).body())
                    .isEqualTo(tenant.get("/providers").body());
        }
    }

    @Test
    void case17_missingAndForeignProvidersAreTheSame404AndMalformedIdsA400() {
        String foreign = TestTenant.on(server).provider("theirs");
        Answer hidden = tenant.get("/providers/" + foreign).require(404);
        Answer missing =
                tenant.get("/providers/01890000-0000-7000-8000-000000000000").require(404);
        assertThat(hidden.text().replace(hidden.string("instance"), ""))
                .isEqualTo(missing.text().replace(missing.string("instance"), ""));
        for (String id : List.of(foreign, "01890000-0000-7000-8000-000000000000")) {
            tenant.patch("/providers/" + id, "{\"priority\":1}").require(404);
            tenant.delete("/providers/" + id).require(404);
            tenant.delete("/providers/" + id + "?dry_run=true").require(404);
        }
        tenant.get("/providers/no-id").require(400);
        String own = tenant.provider("ours");
        AdminClient member = tenant.as("member");
        member.get(tenant.path("/providers")).require(403);
        member.get(tenant.path("/providers/" + own)).require(403);
        member.patch(tenant.path("/providers/" + own), "{\"priority\":1}").require(403);
        member.delete(tenant.path("/providers/" + own)).require(403);
    }

    private Answer create(String json) {
        return tenant.post("/providers", json);
    }

    private static String withKey(String name, String key) {
        return "{\"family\":\"openai\",\"name\":\"%s\",\"api_key\":\"%s\"}".formatted(name, key);
    }
}
