package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.platform.json.Json;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Limits in requests and tokens a minute: gateway case 25. */
final class RateLimitTest {

    private static TestServer server;
    private FakeUpstream upstream;
    private TestTenant tenant;
    private String model;
    private String key;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void configure() {
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        tenant.provider("main", upstream.baseUrl());
        model = tenant.model("m");
        key = tenant.key("member");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void requestsAreLimitedAndAnswersSayHowManyAreLeft() { // gateway case 25
        limit("{\"scope\":\"tenant\",\"requests_per_minute\":3}");
        for (int left = 2; left >= 0; left--) {
            RawResponse passed = chat(key, "");
            assertThat(passed.status()).isEqualTo(200);
            assertThat(passed.headers().all("x-ratelimit-limit-requests")).containsExactly("3");
            assertThat(passed.headers().all("x-ratelimit-remaining-requests")).containsExactly(Integer.toString(left));
            assertThat(passed.headers().all("x-ratelimit-reset-requests").getFirst())
                    .matches("(1m)?[0-9.]+s");
        }
        RawResponse refused = chat(key, "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Json.tree(refused.text()).path("error").path("code").asString())
                .isEqualTo("rate_limit_exceeded");
        assertThat(refused.text()).contains("3 requests a minute");
        assertThat(Integer.parseInt(refused.headers().all("retry-after").getFirst()))
                .isBetween(10, 20);
        assertThat(refused.headers().all("x-ratelimit-remaining-requests")).containsExactly("0");
        assertThat(upstream.requests()).isEqualTo(3);
    }

    @Test
    void callsAtOncePassExactlyAsOftenAsTheLimitAllows() { // gateway case 25
        limit("{\"scope\":\"model\",\"scope_id\":\"%s\",\"requests_per_minute\":5}".formatted(model));
        List<Integer> statuses = Race.onVirtualThreads(Duration.ofSeconds(30))
                .run(30, _ -> () -> chat(key, "").status())
                .requireAll();
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(5);
        assertThat(upstream.requests()).isEqualTo(5);
    }

    @Test
    void tokensAreLimitedByAGuessThatIsPutRightAtTheEnd() { // gateway case 25
        limit("{\"scope\":\"tenant\",\"tokens_per_minute\":1000}");
        RawResponse first = chat(key, "\"max_tokens\":900,");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().all("x-ratelimit-limit-tokens")).containsExactly("1000");
        assertThat(Integer.parseInt(
                        first.headers().all("x-ratelimit-remaining-tokens").getFirst()))
                .isBetween(90, 99);
        RawResponse second = chat(key, "\"max_tokens\":900,");
        assertThat(second.status()).as("the first has cost 16").isEqualTo(200);
        upstream.next(Script.silence());
        Race.onVirtualThreads(Duration.ofSeconds(30))
                .run(1, _ -> () -> {
                    try (RawHttp waiting = RawHttp.connect(server.address())) {
                        waiting.send(request(key, "\"max_tokens\":900,"));
                        upstream.awaitExchange(2, Duration.ofSeconds(10));
                        RawResponse refused = chat(key, "\"max_tokens\":900,");
                        assertThat(refused.status()).isEqualTo(429);
                        assertThat(Integer.parseInt(
                                        refused.headers().all("retry-after").getFirst()))
                                .isBetween(40, 56);
                        assertThat(refused.text()).contains("1000 tokens a minute");
                    }
                    return 0;
                })
                .requireAll();
        Eventually.await(
                Duration.ofSeconds(10),
                "who left gives back what it had not used",
                () -> chat(key, "\"max_tokens\":900,").status() == 200);
        RawResponse never = chat(key, "\"user\":\"%s\",".formatted("x".repeat(8_000)));
        assertThat(never.status()).isEqualTo(429);
        assertThat(never.text()).contains("never passes");
        assertThat(never.headers().all("retry-after")).isEmpty();
    }

    @Test
    void aKeysLimitIsItsOwnAndAnthropicsClientsAreToldInTheirWords() {
        tenant.provider("claude", upstream.origin());
        limit("{\"scope\":\"key\",\"scope_id\":\"%s\",\"requests_per_minute\":1,\"tokens_per_minute\":100000}"
                .formatted(keyId()));
        assertThat(chat(key, "").status()).isEqualTo(200);
        RawResponse refused = send(RawHttp.request(
                "POST",
                "/v1/messages",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "x-api-key: " + key));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Json.tree(refused.text()).path("error").path("type").asString())
                .isEqualTo("rate_limit_error");
        assertThat(refused.headers().all("anthropic-ratelimit-requests-remaining"))
                .containsExactly("0");
        assertThat(Instant.parse(refused.headers()
                        .all("anthropic-ratelimit-requests-reset")
                        .getFirst()))
                .isBetween(Instant.now(), Instant.now().plusSeconds(62));
        assertThat(chat(tenant.key("member"), "").status()).isEqualTo(200);
    }

    @Test
    void limitsAreSetChangedAndLiftedByScope() {
        String path = "/limits";
        limit(
                "{\"scope\":\"tenant\",\"requests_per_minute\":3},{\"scope\":\"model\",\"scope_id\":\"%s\",\"tokens_per_minute\":7}"
                        .formatted(model));
        limit("{\"scope\":\"tenant\",\"requests_per_minute\":4,\"tokens_per_minute\":null}");
        JsonNode limits = tenant.get(path).require(200).body().path("data");
        assertThat(limits.size()).isEqualTo(2);
        assertThat(limits.path(0).path("requests_per_minute").asInt()).isEqualTo(4);
        assertThat(limits.path(0).path("tokens_per_minute").isNull()).isTrue();
        limit("{\"scope\":\"tenant\"}");
        assertThat(tenant.get(path).body().path("data").size()).isEqualTo(1);
        assertThat(put("{\"scope\":\"key\",\"scope_id\":\"%s\",\"requests_per_minute\":1}".formatted(model)))
                .isEqualTo(422);
        assertThat(put("{\"scope\":\"tenant\",\"requests_per_minute\":0}")).isEqualTo(400);
        assertThat(put("{\"scope\":\"member\",\"requests_per_minute\":1}")).isEqualTo(400);
        assertThat(
                        put(
                                "{\"scope\":\"tenant\",\"requests_per_minute\":1},{\"scope\":\"tenant\",\"requests_per_minute\":2}"))
                .isEqualTo(400);
        assertThat(tenant.events().stream()
                        .filter(event -> event.path("action").asString().equals("limits.set")))
                .hasSize(3);
    }

    @Test
    void aLimitIsOnlySetFromTheVersionThatIsNamed() {
        assertThat(put("{\"scope\":\"tenant\",\"requests_per_minute\":3,\"expected_version\":0}"))
                .isEqualTo(200);
        long version = limits().path(0).path("version").asLong();
        Answer taken = answer("{\"scope\":\"tenant\",\"requests_per_minute\":4,\"expected_version\":0}");
        assertThat(taken.status()).isEqualTo(412);
        assertThat(taken.body().path("current")).isEqualTo(limits().path(0));
        String fromHere = "{\"scope\":\"tenant\",\"requests_per_minute\":%d,\"expected_version\":" + version + "}";
        assertThat(put(fromHere.formatted(5))).isEqualTo(200);
        Answer late = answer("{\"scope\":\"model\",\"scope_id\":\"%s\",\"tokens_per_minute\":7},".formatted(model)
                + fromHere.formatted(6));
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.body().path("current").path("requests_per_minute").asInt())
                .isEqualTo(5);
        assertThat(late.body().path("errors").path(0).path("field").asString()).isEqualTo("limits[1].expected_version");
        assertThat(limits()).as("nothing of it is set").hasSize(1);
        assertThat(limits().path(0).path("requests_per_minute").asInt()).isEqualTo(5);
    }

    @Test
    void aLimitIsOnlyLiftedFromTheVersionThatIsNamedAndNoLiftedOneComesBack() {
        limit("{\"scope\":\"tenant\",\"requests_per_minute\":3}");
        long seen = limits().path(0).path("version").asLong();
        limit("{\"scope\":\"tenant\",\"requests_per_minute\":4}");
        assertThat(put("{\"scope\":\"tenant\",\"expected_version\":" + seen + "}"))
                .isEqualTo(412);
        long now = limits().path(0).path("version").asLong();
        assertThat(put("{\"scope\":\"tenant\",\"expected_version\":" + now + "}"))
                .isEqualTo(200);
        Answer gone = answer("{\"scope\":\"tenant\",\"requests_per_minute\":5,\"expected_version\":" + now + "}");
        assertThat(gone.status()).isEqualTo(412);
        assertThat(gone.body().has("current")).isFalse();
        assertThat(gone.string("detail")).contains("lifted");
        assertThat(gone.body().path("errors").path(0).path("field").asString()).isEqualTo("limits[0].expected_version");
        assertThat(limits()).isEmpty();
    }

    @Test
    void ofManyWhoSetALimitFromOneVersionOneDoes() {
        limit("{\"scope\":\"tenant\",\"requests_per_minute\":3}");
        long seen = limits().path(0).path("version").asLong();
        List<Integer> statuses = Race.onVirtualThreads(Duration.ofSeconds(30))
                .run(
                        8,
                        number -> () -> put("{\"scope\":\"tenant\",\"requests_per_minute\":%d,\"expected_version\":%d}"
                                .formatted(10 + number, seen)))
                .requireAll();
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @Test
    void twoNodesShareALimit() throws Exception { // gateway case 25
        try (TestServer one = TestServer.start();
                TestServer other = one.secondNode()) {
            TestTenant shared = TestTenant.on(one);
            shared.provider("main", upstream.baseUrl());
            shared.model("m");
            String sharedKey = shared.key("member");
            shared.put("/limits", "{\"limits\":[{\"scope\":\"tenant\",\"requests_per_minute\":10}]}")
                    .require(200);
            Eventually.await(
                    Duration.ofSeconds(15), "each node knows of the other", () -> nodes(one) == 2 && nodes(other) == 2);
            int passed = 0;
            for (int call = 0; call < 12; call++) {
                passed += send(one, request(sharedKey, "")).status() == 200 ? 1 : 0;
                passed += send(other, request(sharedKey, "")).status() == 200 ? 1 : 0;
            }
            assertThat(passed).isBetween(10, 11); // one more may come back while it is called
        }
    }

    @Test
    void twoNodesWithARedisLetThroughExactlyTheLimit() throws Exception { // gateway case 25
        try (RedisServer redis = RedisServer.start();
                TestServer one = TestServer.start(Map.of("QM_REDIS_URL", redis.url()));
                TestServer other = one.secondNode()) {
            TestTenant shared = TestTenant.on(one);
            shared.provider("main", upstream.baseUrl());
            shared.model("m");
            String sharedKey = shared.key("member");
            shared.put("/limits", "{\"limits\":[{\"scope\":\"tenant\",\"requests_per_minute\":7}]}")
                    .require(200);
            Eventually.await(
                    Duration.ofSeconds(15),
                    "both have reached the Redis",
                    () -> metric(one, "qm_limits_redis_up") == 1 && metric(other, "qm_limits_redis_up") == 1);
            assertThat(send(other, request(sharedKey, "")).headers().all("x-ratelimit-remaining-requests"))
                    .containsExactly("6");
            int passed = 1;
            for (int call = 0; call < 9; call++) {
                passed += send(one, request(sharedKey, "")).status() == 200 ? 1 : 0;
            }
            assertThat(passed).isEqualTo(7);
            assertThat(send(other, request(sharedKey, "")).status()).isEqualTo(429);
            assertThat(upstream.requests()).isEqualTo(7);
        }
    }

    private static int nodes(TestServer at) {
        return metric(at, "qm_nodes_live");
    }

    private static int metric(TestServer at, String name) {
        String metrics = send(
                        at, RawHttp.request("GET", "/metrics", "", "authorization: Bearer " + TestServer.OPERATOR_KEY))
                .text();
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private String keyId() {
        return tenant.all("/api-keys").stream()
                .filter(each -> each.path("role").asString().equals("member"))
                .map(each -> each.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    private void limit(String limits) {
        assertThat(put(limits)).isEqualTo(200);
    }

    private int put(String limits) {
        return answer(limits).status();
    }

    private Answer answer(String limits) {
        return tenant.put("/limits", "{\"limits\":[" + limits + "]}");
    }

    private JsonNode limits() {
        return tenant.get("/limits").require(200).body().path("data");
    }

    private static String request(String key, String more) {
        String body = "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}".formatted(more);
        return RawHttp.request("POST", "/v1/chat/completions", body, "authorization: Bearer " + key);
    }

    private static RawResponse chat(String key, String more) {
        return send(request(key, more));
    }

    private static RawResponse send(String request) {
        return send(server, request);
    }

    private static RawResponse send(TestServer to, String request) {
        try (RawHttp http = RawHttp.connect(to.address())) {
            return http.send(request).response(Duration.ofSeconds(20));
        }
    }
}
