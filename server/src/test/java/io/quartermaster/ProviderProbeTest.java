package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.ReservedPort;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 16: trying a provider out, and listing what it has. */
final class ProviderProbeTest {

    private static final String KEY = "sk-probe-canary-0123456789";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static FakeUpstream deployments;
    private static TestServer server;
    private FakeUpstream upstream;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        deployments = FakeUpstream.start();
        server = TestServer.start(Map.of(
                "QM_PROVIDER_KEY_VERCEL",
                "sk-of-the-operator",
                "QM_PROVIDER_URL_VERCEL",
                deployments.baseUrl().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
        deployments.close();
    }

    @BeforeEach
    void newTenant() {
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void case16_aProviderThatAnswersIsReachableAuthenticatedAndListsItsModels() throws Exception {
        String provider =
                provider("openai", upstream.baseUrl().toString(), ",\"settings\":{\"organization\":\"org-1\"}");
        upstream.otherwise(Answers.models("gpt-4o", "own-model", "text-embedding-3-small"));
        long version = tenant.version();

        Answer tested = test(provider);
        assertThat(tested.body().path("reachable").asBoolean()).isTrue();
        assertThat(tested.body().path("authenticated").asBoolean()).isTrue();
        assertThat(tested.body().path("models_listed").asInt()).isEqualTo(3);
        assertThat(tested.body().path("latency_ms").isIntegralNumber()).isTrue();
        assertThat(tested.string("credential_source")).isEqualTo("central");
        assertThat(tested.body().path("failed_stage").isNull()).isTrue();
        Exchange asked = upstream.exchanges().getLast();
        assertThat(asked.method() + " " + asked.target()).isEqualTo("GET /v1/models");
        assertThat(asked.header("authorization")).contains("Bearer " + KEY);
        assertThat(asked.header("openai-organization")).contains("org-1");
        assertThat(tenant.version()).as("a test changes nothing").isEqualTo(version);

        tenant.model("openai", "gpt-4o", "");
        String other = tenant.post(
                        "/providers",
                        "{\"family\":\"openai\",\"name\":\"other\",\"base_url\":\"%s\",\"api_key\":\"k\"}"
                                .formatted(upstream.baseUrl()))
                .require(201)
                .string("id");
        tenant.model("openai", "own-model", ",\"provider_id\":\"" + other + "\"");
        Answer offered =
                tenant.get("/providers/" + provider + "/upstream-models").require(200);
        assertThat(offered.body().path("data"))
                .as("what is unbound or bound here is configured; what is bound elsewhere is not")
                .extracting(row -> row.path("model").asString() + " "
                        + row.path("model_type").asString("unknown"))
                .containsExactly("own-model unknown", "text-embedding-3-small text-embedding");
        assertThat(offered.body().path("test").path("models_listed").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai-compatible |                                    | GET /v1/models                                   | authorization | Bearer KEY | {"data":[{"id":"m"}]}
            ollama            |                                    | GET /v1/models                                   | authorization | Bearer KEY | {"data":[{"id":"m"}]}
            openrouter        |                                    | GET /v1/key, GET /v1/models                      | authorization | Bearer KEY | {"data":[{"id":"m"}]}
            vercel            |                                    | GET /v1/credits, GET /v1/models                  | authorization | Bearer KEY | {"data":[{"id":"m"}]}
            anthropic         | ,"settings":{"version":"2023-01-01"} | GET /v1/v1/models?limit=1000                     | x-api-key     | KEY        | {"data":[{"id":"m"}]}
            azure             | ,"settings":{"api_version":"2024-06-01"} | GET /v1/openai/models?api-version=2024-06-01 | api-key       | KEY        | {"data":[{"id":"m"}]}
            azure             | ,"settings":{"api_version":"v1"}   | GET /v1/openai/v1/models                         | api-key       | KEY        | {"data":[{"id":"m"}]}
            google            |                                    | GET /v1/v1beta/models?pageSize=1000              | x-goog-api-key | KEY       | {"models":[{"name":"models/m"}]}
            cohere            |                                    | GET /v1/v1/models?page_size=1000                 | authorization | Bearer KEY | {"models":[{"name":"m"}]}
            """)
    void case16_eachFamilyIsAskedInItsOwnWay(
            String family, String more, String asked, String header, String value, String answer) {
        upstream.otherwise(Script.json(200, answer));
        String provider = provider(family, upstream.baseUrl().toString(), more == null ? "" : more);
        Answer offered =
                tenant.get("/providers/" + provider + "/upstream-models").require(200);
        assertThat(offered.body().path("test").path("authenticated").asBoolean())
                .as(offered.text())
                .isTrue();
        assertThat(offered.body().path("data"))
                .extracting(row -> row.path("model").asString())
                .containsExactly("m");
        assertThat(upstream.exchanges())
                .extracting(each -> each.method() + " " + each.target())
                .containsExactly(asked.split(", ", -1));
        assertThat(upstream.exchanges().getLast().header(header)).contains(value.replace("KEY", KEY));
        if (family.equals("anthropic")) {
            assertThat(upstream.exchanges().getLast().header("anthropic-version"))
                    .contains("2023-01-01");
        }
    }

    @Test
    void case16_aListThatIsOpenToAllSaysNothingOfTheKey() {
        String provider = provider("openrouter", upstream.baseUrl().toString(), "");
        upstream.otherwise(
                exchange -> exchange.target().endsWith("/key") ? Script.json(401, "{}") : Answers.models("gpt-4o"));
        failedAt(provider, "authenticate", "key_refused", true);
    }

    @Test
    void case16_aFailureNamesItsStageAndAWayOut() throws Exception {
        try (ReservedPort nobody = new ReservedPort()) {
            failedAt(provider("openai", nobody.origin() + "/v1", ""), "connect", "upstream_unreachable", false);
        }
        failedAt(provider("openai", "http://no-such-host.invalid/v1", ""), "resolve", "upstream_unresolved", false);
        failedAt(provider("openai", "http://127.0.0.2:9/v1", ""), "resolve", "provider_address_refused", false);
        // One of its own: at any later time it may take the beginning of TLS for a request, and a script for that.
        try (FakeUpstream plain = FakeUpstream.start()) {
            String encrypted = "https://127.0.0.1:" + plain.port() + "/v1";
            failedAt(provider("openai", encrypted, ""), "tls", "upstream_tls_failed", false);
        }

        String provider = provider("openai-compatible", upstream.baseUrl().toString(), "");
        upstream.next(Script.json(401, "{}"), Script.json(403, "{}"));
        failedAt(provider, "authenticate", "key_refused", true);
        failedAt(provider, "authenticate", "key_refused", true);
        upstream.next(Script.json(200, "<html>"), Script.json(200, "{\"models\":7}"), Script.json(404, "{}"));
        failedAt(provider, "list", "no_model_list", true);
        failedAt(provider, "list", "no_model_list", true);
        failedAt(provider, "list", "no_model_list", true);
        upstream.next(Script.reset(), Script.json(500, "{}"), Script.json(429, "{}"));
        failedAt(provider, "answer", "upstream_reset", true);
        failedAt(provider, "list", "upstream_error", true);
        failedAt(provider, "list", "rate_limited", true);
        upstream.next(Script.json(200, "{\"data\":[\"" + "x".repeat(4 << 20) + "\"]}"));
        failedAt(provider, "list", "list_too_long", true);
        try (FakeUpstream elsewhere = FakeUpstream.start()) {
            upstream.next(Answers.redirect(elsewhere.baseUrl()));
            failedAt(provider, "answer", "upstream_redirect", true);
            assertThat(elsewhere.requests()).as("a key follows no redirection").isZero();
        }
        tenant.patch("/providers/" + provider, "{\"api_key\":null}").require(200);
        upstream.next(Script.json(401, "{}"));
        failedAt(provider, "authenticate", "key_required", true);
    }

    @Test
    void case16_whatCannotBeSignedYetSaysSoAndSendsNothingOfTheCredential() {
        String pair =
                ",\"settings\":{\"region\":\"eu-central-1\"},\"credential\":{\"access_key_id\":\"AKIA000000EXAMPLE7\","
                        + "\"secret_access_key\":\"canary/secret+0123456789\"}";
        String provider = tenant.post(
                        "/providers",
                        "{\"family\":\"bedrock\",\"name\":\"b\",\"base_url\":\"%s\"%s}"
                                .formatted(upstream.baseUrl(), pair))
                .require(201)
                .string("id");
        failedAt(provider, "authenticate", "not_supported", true);
        assertThat(upstream.exchanges().getLast().headers().toString())
                .doesNotContain("canary")
                .doesNotContain("AKIA")
                .doesNotContainIgnoringCase("authorization");
    }

    @Test
    void case16_withoutACredentialNobodyIsAskedAndWithOnesOwnItIsUsed() {
        String provider = provider(
                "openai", upstream.baseUrl().toString(), ",\"central_key_enabled\":false,\"user_key_allowed\":true");
        failedAt(provider, "credential", "user_api_key_required", false);
        assertThat(upstream.requests()).isZero();
        TestPerson admin = TestPerson.in(server, tenant, "admin");
        admin.putKey(provider, "sk-own").require(200);
        upstream.otherwise(Answers.models("gpt-4o"));
        Answer own = admin.session()
                .post(tenant.path("/providers/" + provider + "/test"), "")
                .require(200);
        assertThat(own.string("credential_source")).isEqualTo("user");
        assertThat(upstream.exchanges().getLast().header("authorization")).contains("Bearer sk-own");
    }

    @Test
    void case16_theKeysOfTheDeploymentAreTriedAsCallsUseThem() {
        deployments.otherwise(Answers.models("gpt-4o"));
        server.operator()
                .patch("/tenants/" + tenant.slug(), "{\"deployment_key_families\":[\"vercel\"]}")
                .require(200);
        String provider = tenant.post("/providers", "{\"family\":\"vercel\",\"name\":\"v\"}")
                .require(201)
                .string("id");
        assertThat(test(provider).string("credential_source")).isEqualTo("deployment");
        assertThat(deployments.exchanges().getLast().header("authorization")).contains("Bearer sk-of-the-operator");

        String shared = server.operator()
                .post(
                        "/shared-providers",
                        "{\"family\":\"openai\",\"name\":\"S %s\",\"base_url\":\"%s\",\"api_key\":\"sk-shared\"}"
                                .formatted(tenant.slug(), upstream.baseUrl()))
                .require(201)
                .string("id");
        server.operator()
                .put("/shared-providers/" + shared + "/grants/" + tenant.slug(), "")
                .require(200);
        upstream.otherwise(Answers.models("gpt-4o"));
        String granted = tenant.all("/providers").stream()
                .filter(row -> row.path("family").asString().equals("openai"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        assertThat(test(granted).string("credential_source")).isEqualTo("shared");
        assertThat(upstream.exchanges().getLast().header("authorization")).contains("Bearer sk-shared");
    }

    /** Case 56: nor when the provider says it. */
    @Test
    void case56_theResultNeverHoldsTheKey() {
        String provider = provider("openai", upstream.baseUrl().toString(), "");
        upstream.next(Answers.models("gpt-4o", KEY, "model-" + KEY), Answers.error(401, "a", KEY, KEY));
        Answer offered =
                tenant.get("/providers/" + provider + "/upstream-models").require(200);
        assertThat(offered.body().path("data")).hasSize(1);
        for (Answer answer : List.of(offered, test(provider))) {
            assertThat(answer.text()).doesNotContain("canary");
        }
    }

    @Test
    void aTenantRunsTwoTestsAtOnceAndHoldsUpNobodyElse() {
        try (ReservedPort port = new ReservedPort()) {
            FakeUpstream mortal = FakeUpstream.start(port.port()).otherwise(Script.silence());
            String provider = provider("openai", mortal.baseUrl().toString(), "");
            List<CompletableFuture<Answer>> running = List.of(begin(provider), begin(provider));
            Eventually.await(SOON, "both to be running", () -> mortal.requests() == 2);
            Answer refused = tenant.post("/providers/" + provider + "/test", "").require(429);
            assertThat(refused.problem()).isEqualTo("too_many_tests");
            assertThat(refused.header("retry-after")).isNotEmpty();
            TestTenant other = TestTenant.on(server);
            other.post("/providers/" + other.provider("nowhere") + "/test", "").require(200);
            mortal.close();
            running.forEach(test -> assertThat(test.join().string("reason")).isEqualTo("upstream_reset"));
            assertThat(test(provider).string("reason"))
                    .as("others may test now")
                    .isEqualTo("upstream_unreachable");
        }
    }

    private CompletableFuture<Answer> begin(String provider) {
        return CompletableFuture.supplyAsync(
                () -> tenant.post("/providers/" + provider + "/test", ""),
                task -> Thread.ofVirtual().start(task));
    }

    private Answer test(String provider) {
        return tenant.post("/providers/" + provider + "/test", "").require(200);
    }

    private void failedAt(String provider, String stage, String reason, boolean reachable) {
        Answer answer = test(provider);
        assertThat(answer.string("failed_stage") + " " + answer.string("reason"))
                .isEqualTo(stage + " " + reason);
        assertThat(answer.body().path("reachable").asBoolean()).isEqualTo(reachable);
        assertThat(answer.body().path("authenticated").asBoolean()).isEqualTo(stage.equals("list"));
        assertThat(answer.string("message")).isNotBlank();
        assertThat(answer.text()).doesNotContain("canary");
    }

    private String provider(String family, String baseUrl, String more) {
        return tenant.post(
                        "/providers",
                        "{\"family\":\"%s\",\"name\":\"%s\",\"base_url\":\"%s\",\"api_key\":\"%s\"%s}"
                                .formatted(family, baseUrl, baseUrl, KEY, more))
                .require(201)
                .string("id");
    }
}
