package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a call may take: until a stream says something, and as the request itself asks. */
class DeadlinesTest {

    private static final String CHAT = "{\"model\":\"gpt-4o\"}";
    private static final String STREAM = "{\"model\":\"gpt-4o\",\"stream\":true}";
    private static final String ROLE =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";

    private final GatewayFixture gateway = new GatewayFixture(ShortDeadlines.ofProvidersAmongSeveral());

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void aStreamThatBeginsAndSaysNothingIsLeftForAnother() { // gateway case 7
        try (FakeUpstream second = FakeUpstream.start()) {
            fallBackTo(second);
            gateway.upstream.next(thinking(20));
            second.next(Answers.wholeChatStream("Here", "I am"));

            RawResponse answer = gateway.chat(STREAM);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("Here", "I am", "[DONE]").doesNotContain(": thinking");
            assertThat(answer.headers().first("x-qm-fallback")).contains("openai/gpt-4o;timed_out");
            gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
        }
    }

    @Test
    void aSlowFirstTokenIsWaitedFor() { // gateway case 7
        try (FakeUpstream second = FakeUpstream.start()) {
            fallBackTo(second);
            gateway.upstream.next(thinking(3)
                    .events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"slow\"}}]}")
                    .done());

            RawResponse answer = gateway.chat(STREAM);

            assertThat(answer.text()).contains(": thinking", "slow", "[DONE]");
            assertThat(second.requests()).isZero();
        }
    }

    @Test
    void whereNobodyElseCanAnswerTheSilenceEndsInAnError() { // gateway case 7
        gateway.upstream.next(thinking(20));

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.text())
                .contains("assistant", "upstream_first_token_timeout")
                .doesNotContain("[DONE]");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void aToolCallAndAResponsesDeltaAreSpeechToo() {
        String call =
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}";
        gateway.upstream.next(Script.stream()
                .events(call)
                .pause(Duration.ofMillis(400))
                .text(": a\n\n")
                .pause(Duration.ofMillis(400))
                .text(": b\n\n")
                .pause(Duration.ofMillis(400))
                .text(": c\n\n")
                .pause(Duration.ofMillis(400))
                .done());

        assertThat(gateway.chat(STREAM).text()).contains("[DONE]");
        gateway.upstream.next(Script.stream()
                .text(
                        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n")
                .pause(Duration.ofMillis(400))
                .text(": a\n\n")
                .pause(Duration.ofMillis(400))
                .text(": b\n\n")
                .pause(Duration.ofMillis(400))
                .text(": c\n\n")
                .pause(Duration.ofMillis(400))
                .text("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n"));

        assertThat(gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"))
                        .text())
                .contains("response.completed");
    }

    @ParameterizedTest
    @CsvSource({
        "x-qm-timeout-ms, upstream_total_timeout",
        "X-QM-First-Byte-Timeout-Ms, upstream_first_byte_timeout",
    })
    void aRequestMaySetItsOwnDeadlines(String header, String code) {
        gateway.upstream.next(Script.silence());

        long began = System.nanoTime();
        RawResponse answer = gateway.send(gateway.chatRequest(CHAT, header + ": 150"));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text()).contains(code);
        assertThat(System.nanoTime() - began)
                .as("half of what it would be otherwise")
                .isLessThan(Duration.ofMillis(450).toNanos());
    }

    @Test
    void aRequestCannotTakeLongerThanItsProviderMay() {
        gateway.upstream.next(Script.silence());

        RawResponse answer = gateway.send(
                gateway.chatRequest(CHAT, "x-qm-first-byte-timeout-ms: 600000", "x-stainless-timeout: 600"));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text()).contains("upstream_first_byte_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-qm-timeout-ms", "x-qm-first-byte-timeout-ms"})
    void aDeadlineThatOnlyARequestSetTellsNothingOfTheProvider(String header) { // gateway case 6
        try (FakeUpstream second = FakeUpstream.start()) {
            ProviderView first = fallBackTo(second);
            for (int call = 0; call < 6; call++) {
                gateway.upstream.next(Script.silence());
                gateway.send(gateway.chatRequest(CHAT, header + ": 1"));
            }

            ProviderHealth health =
                    gateway.circuits.health(gateway.tenant.id, first.id().orElseThrow());
            assertThat(health.circuit()).isEqualTo(CircuitState.CLOSED);
            assertThat(health.consecutiveFailures()).isZero();
        }
    }

    @Test
    void aStreamThatBreaksOffAtTheRequestsOwnDeadlineTellsNothingOfTheProvider() {
        try (FakeUpstream second = FakeUpstream.start()) {
            ProviderView first = fallBackTo(second);
            for (int call = 0; call < 5; call++) {
                gateway.upstream.next(Script.stream()
                        .events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")
                        .pause(Duration.ofMillis(450))
                        .done());
                assertThat(gateway.send(gateway.chatRequest(STREAM, "x-qm-idle-timeout-ms: 20"))
                                .text())
                        .contains("upstream_idle_timeout");
            }

            assertThat(gateway.circuits
                            .health(gateway.tenant.id, first.id().orElseThrow())
                            .consecutiveFailures())
                    .isZero();
        }
    }

    @Test
    void aDeadlineOfTheProvidersOwnIsToldOfItAlsoWhereTheRequestSetOthers() {
        try (FakeUpstream second = FakeUpstream.start()) {
            ProviderView first = fallBackTo(second);
            gateway.upstream.next(Script.silence());
            gateway.send(gateway.chatRequest(CHAT, "x-qm-timeout-ms: 7000", "x-qm-first-byte-timeout-ms: 600000"));

            assertThat(gateway.circuits
                            .health(gateway.tenant.id, first.id().orElseThrow())
                            .consecutiveFailures())
                    .isEqualTo(1);
        }
    }

    @Test
    void aProviderThatTookAllOfItsOwnTimeIsLeftForOneThatMayTakeMore() { // gateway case 6
        try (FakeUpstream second = FakeUpstream.start()) {
            fallBackTo(second, "{\"timeouts\":{\"total_ms\":150}}");
            gateway.upstream.next(Script.silence());

            RawResponse answer = gateway.chat(CHAT);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().first("x-qm-fallback")).contains("openai/gpt-4o;timed_out");
            gateway.upstream.next(Script.silence());
            assertThat(gateway.send(gateway.chatRequest(CHAT, "x-qm-timeout-ms: 150"))
                            .status())
                    .as("nobody may take more than the request says")
                    .isEqualTo(504);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1s", "1.5", "1000000000", "\u0661"})
    void aDeadlineThatIsNoNumberOfMillisecondsIsRefused(String value) {
        RawResponse answer = gateway.send(gateway.chatRequest(CHAT, "x-qm-idle-timeout-ms: " + value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid_timeout", "x-qm-idle-timeout-ms");
        assertThat(gateway.upstream.requests()).isZero();
    }

    /** Half as long as the idle deadline between two signs of life, and nothing said. */
    private static Script thinking(int signs) {
        Script script = Script.stream().events(ROLE);
        for (int i = 0; i < signs; i++) {
            script = script.pause(Duration.ofMillis(250)).text(": thinking\n\n");
        }
        return script;
    }

    private ProviderView fallBackTo(FakeUpstream second) {
        return fallBackTo(second, "{}");
    }

    private ProviderView fallBackTo(FakeUpstream second, String settings) {
        ProviderView first = Views.withSettings(
                Views.provider("first", ProviderFamily.OPENAI, gateway.upstream.baseUrl()), settings);
        ProviderView other = Views.provider("other", ProviderFamily.OPENAI_COMPATIBLE, second.baseUrl());
        gateway.tenant.clearModels();
        gateway.tenant.providers(first, other);
        ModelView large = gateway.tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.OPENAI_COMPATIBLE, "large", Optional.empty(), Optional.of(other)));
        gateway.tenant.model(Views.withFallbacks(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.empty(), Optional.of(first)),
                large));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        return first;
    }
}
