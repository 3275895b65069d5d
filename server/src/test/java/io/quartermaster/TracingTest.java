package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.OtlpReceiver.Span;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.ReservedPort;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector is told of calls: gateway case 31. */
final class TracingTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String SAID = "the-secret-of-this-test";
    private static OtlpReceiver receiver;
    private static TestServer server;

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String parent = trace.substring(0, 15) + "1";
    private FakeUpstream upstream;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        receiver = new OtlpReceiver();
        server = TestServer.start(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                "OTEL_BSP_SCHEDULE_DELAY", "50",
                "OTEL_METRIC_EXPORT_INTERVAL", "200",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=tests"));
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    @BeforeEach
    void configure() {
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        tenant.provider("main", upstream.baseUrl());
        tenant.model("openai-compatible", "small", ",\"prices\":{\"input\":\"2\",\"output\":\"10\"}");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void aCallIsAPartOfItsClientsTraceWithASpanForItsAttempt() {
        assertThat(call("small", "").status()).isEqualTo(200);

        List<Span> spans = spans(2);
        Span call = only(spans, 2);
        assertThat(call.parent()).isEqualTo(parent);
        assertThat(call.name()).isEqualTo("POST /v1/chat/completions");
        assertThat(call.attributes())
                .containsEntry("http.response.status_code", "200")
                .containsEntry("http.route", "/v1/chat/completions")
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "small")
                .containsEntry("gen_ai.usage.input_tokens", "11")
                .containsEntry("gen_ai.usage.output_tokens", "5")
                .containsEntry("qm.tenant.id", tenant.id().toString())
                .containsEntry("qm.credential_source", "central")
                .containsEntry("qm.outcome", "completed")
                .containsEntry("qm.attempts", "1")
                .containsKeys("qm.api_key.id", "qm.cost_micros", "qm.overhead_us", "qm.request_id")
                .doesNotContainKey("error.type");
        Span attempt = only(spans, 3);
        assertThat(attempt.parent()).isEqualTo(call.id());
        assertThat(attempt.name()).isEqualTo("chat small");
        assertThat(attempt.attributes())
                .containsEntry("gen_ai.provider.name", "openai-compatible")
                .containsEntry("gen_ai.usage.output_tokens", "5")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("server.port", Integer.toString(upstream.port()));
        assertThat(upstream.exchanges().getFirst().header("traceparent"))
                .as("providers are told nothing of it")
                .isEmpty();
        for (String metric : List.of(
                "gen_ai.client.operation.duration",
                "gen_ai.client.token.usage",
                "gen_ai.server.request.duration",
                "gen_ai.server.time_to_first_token")) {
            Eventually.await(SOON, metric, () -> receiver.everything().contains(metric));
        }
        assertThat(receiver.everything())
                .contains("deployment.environment.name")
                .doesNotContain(SAID)
                .doesNotContain(tenant.key("member"));
    }

    @Test
    void aStreamedCallTellsItsUsageToo() {
        assertThat(call("small", ",\"stream\":true").status()).isEqualTo(200);

        Span call = only(spans(2), 2);
        assertThat(call.attributes())
                .containsEntry("qm.streamed", "1")
                .containsEntry("qm.outcome", "completed")
                .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
    }

    @Test
    void eachAttemptOfACallThatFailedOverHasASpanWithWhatWentWrong() {
        tenant.provider("second", upstream.baseUrl());
        upstream.next(Script.json(401, "{\"error\":{\"message\":\"no\"}}"));
        assertThat(call("small", "").status()).isEqualTo(200);

        List<Span> spans = spans(3);
        Span call = only(spans, 2);
        assertThat(call.attributes()).containsEntry("qm.attempts", "2").containsEntry("qm.outcome", "completed");
        List<Span> attempts = spans.stream().filter(span -> span.kind() == 3).toList();
        assertThat(attempts).hasSize(2).allMatch(attempt -> attempt.parent().equals(call.id()));
        Span first = attempts.stream()
                .filter(attempt -> attempt.attribute("qm.attempt").equals("1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.attribute("error.type")).isEqualTo("authentication");
        assertThat(first.status()).isEqualTo(2);
        assertThat(attempts.stream()
                        .filter(attempt -> attempt.attribute("qm.attempt").equals("2"))
                        .map(attempt -> attempt.attribute("error.type")))
                .containsExactly("");
    }

    @Test
    void aTranslatedCallIsOneOfItsProvidersKind() {
        tenant.post(
                        "/providers",
                        "{\"family\":\"anthropic\",\"name\":\"claude\",\"base_url\":\"%s\",\"api_key\":\"sk-claude-0123456789\"}"
                                .formatted(upstream.origin()))
                .require(201);
        tenant.model("anthropic", "claude-x", "");
        upstream.next(
                Script.json(
                        200,
                        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"hi\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}"));
        assertThat(call("claude-x", ",\"max_tokens\":50").status()).isEqualTo(200);

        List<Span> spans = spans(2);
        assertThat(only(spans, 3).attributes())
                .containsEntry("gen_ai.provider.name", "anthropic")
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.usage.input_tokens", "9")
                .containsEntry("gen_ai.usage.output_tokens", "4");
    }

    @Test
    void aRefusedCallHasASpanWithTheReasonAndNoAttempt() {
        assertThat(call("nowhere", "").status()).isEqualTo(404);

        Span call = only(spans(1), 2);
        assertThat(call.attributes())
                .containsEntry("http.response.status_code", "404")
                .containsEntry("error.type", "model_not_found");
        assertThat(call.status()).as("a client's mistake is no error of ours").isZero();
    }

    @Test
    void whatTheClientDoesNotSampleIsNotSentAndWhatIsMalformedIsIgnored() {
        String unsampled = UUID.randomUUID().toString().replace("-", "");
        send(server, tenant.key("member"), "small", "", "00-" + unsampled + "-" + parent + "-00");
        send(server, tenant.key("member"), "small", "", "00-" + trace + "-0000000000000000-01");
        call("small", "");

        List<Span> spans = spans(2); // they leave in their order
        assertThat(spans).allMatch(span -> !span.parent().isEmpty());
        assertThat(receiver.spans()).noneMatch(span -> span.traceId().equals(unsampled));
        assertThat(receiver.spans().stream()
                        .filter(span -> span.attribute("qm.tenant.id")
                                .equals(tenant.id().toString())))
                .as("the one that was malformed begins a trace of its own")
                .hasSize(2);
    }

    @Test
    void providersAreGivenTheTraceWhereTheOperatorWantsIt() throws Exception {
        try (OtlpReceiver own = new OtlpReceiver();
                TestServer telling = server.secondNode(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", own.endpoint(),
                        "OTEL_BSP_SCHEDULE_DELAY", "50",
                        "QM_TRACEPARENT_TO_PROVIDERS", "true"))) {
            send(telling, tenant.key("member"), "small", "", "00-" + trace + "-" + parent + "-01");
            Eventually.await(SOON, "both spans", () -> own.spans().size() == 2);
            assertThat(upstream.exchanges().getFirst().header("traceparent"))
                    .hasValue("00-" + trace + "-" + only(own.spans(), 3).id() + "-01");
        }
    }

    @Test
    void aCollectorThatIsAwayCostsNoCallAndWhatIsLostIsCounted() throws Exception {
        try (ReservedPort nobody = new ReservedPort();
                TestServer lonely = server.secondNode(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + nobody.port(),
                        "OTEL_BSP_SCHEDULE_DELAY", "60000",
                        "OTEL_BSP_MAX_QUEUE_SIZE", "8",
                        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "8"))) {
            for (int each = 0; each < 20; each++) {
                assertThat(send(lonely, tenant.key("member"), "small", "", "").status())
                        .isEqualTo(200);
            }
            Eventually.await(SOON, "all are accounted for", () -> {
                String metrics = metrics(lonely);
                double lost = value(metrics, "qm_telemetry_spans_dropped_total")
                        + value(metrics, "qm_telemetry_spans_failed_total");
                return lost >= 32 && lost <= 40;
            });
        }
    }

    @Test
    void whatACallWaitedForHereIsMeasuredByItself() {
        String toll = "qm_gateway_queue_seconds_count{for=\"limits_and_budgets\"}";
        String connection = "qm_gateway_queue_seconds_count{for=\"connection\"}";
        double tolls = value(metrics(server), toll);
        double connections = value(metrics(server), connection);
        call("small", "");
        assertThat(value(metrics(server), toll)).isEqualTo(tolls);
        tenant.put("/limits", "{\"limits\":[{\"scope\":\"tenant\",\"requests_per_minute\":100}]}")
                .require(200);
        call("small", "");
        assertThat(value(metrics(server), toll)).isEqualTo(tolls + 1);
        assertThat(value(metrics(server), connection)).isEqualTo(connections + 2);
    }

    private RawResponse call(String model, String more) {
        return send(server, tenant.key("member"), model, more, "00-" + trace + "-" + parent + "-01");
    }

    private static RawResponse send(TestServer node, String key, String model, String more, String traceparent) {
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                .formatted(model, SAID, more);
        try (RawHttp http = RawHttp.connect(node.address())) {
            return http.send(RawHttp.request(
                            "POST",
                            "/v1/chat/completions",
                            body,
                            "Authorization: Bearer " + key,
                            "traceparent: " + traceparent))
                    .response(SOON);
        }
    }

    private static String metrics(TestServer node) {
        try (RawHttp http = RawHttp.connect(node.address())) {
            return http.send(RawHttp.request("GET", "/metrics", "", "authorization: Bearer " + TestServer.OPERATOR_KEY))
                    .response(SOON)
                    .text();
        }
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    /** The spans of this test's trace, once there are as many. */
    private List<Span> spans(int many) {
        Eventually.await(SOON, many + " spans", () -> ofTrace().count() >= many);
        assertThat(ofTrace()).hasSize(many);
        return ofTrace().toList();
    }

    private Stream<Span> ofTrace() {
        return receiver.spans().stream().filter(span -> span.traceId().equals(trace));
    }

    private static Span only(List<Span> spans, long kind) {
        List<Span> found = spans.stream().filter(span -> span.kind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
