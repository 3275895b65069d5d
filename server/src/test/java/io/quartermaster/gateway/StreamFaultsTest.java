package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider's stream that stalls, breaks off or is malformed never looks like a whole answer. */
class StreamFaultsTest {
    private static final String STREAM = "{\"model\":\"gpt-4o\",\"stream\":true}";
    private static final Deadlines SHORT = ShortDeadlines.ofProviders();

    private final GatewayFixture gateway = new GatewayFixture(SHORT);

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void aStalledStreamEndsWithAnErrorInBand() { // gateway case 9
        gateway.upstream.next(Answers.chatStream("a", "b").thenSilence());

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isTrue();
        assertEndsInError(answer, "upstream_idle_timeout");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void aStreamThatNeverEndsMeetsTheTotalDeadline() {
        Script script = Script.stream();
        for (int i = 0; i < 40; i++) {
            script = script.events("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}")
                    .pause(Duration.ofMillis(100));
        }
        gateway.upstream.next(script);

        assertEndsInError(gateway.chat(STREAM), "upstream_total_timeout");
    }

    @Test
    void aStreamCutInTheMiddleEndsWithAnErrorInBand() { // gateway case 8
        gateway.upstream.next(Answers.chatStream("a", "b").thenHangUp());
        assertEndsInError(gateway.chat(STREAM), "upstream_reset");
        assertThat(gateway.event().outcome()).isIn(Outcome.INTERRUPTED, Outcome.UPSTREAM_ERROR);
    }

    @Test
    void aStreamResetInTheMiddleOfAnEventShowsWholeEventsAndTheError() {
        gateway.upstream.next(Answers.chatStream("a", "b")
                .text("data: {\"choices\":[{\"del")
                .pause(Duration.ofMillis(100))
                .thenReset());

        RawResponse answer = gateway.chat(STREAM);

        assertEndsInError(answer, "upstream_reset");
        assertThat(answer.text()).doesNotContain("{\"del{").doesNotContain("\"del\n");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void aStreamWithoutDoneIsFinishedPromptly() { // gateway case 11
        Script script = Answers.chatStream("a", "b");
        gateway.upstream.next(script);

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.body().array()).isEqualTo(script.body());
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aStreamThatEndsByClosingIsWhole() {
        gateway.upstream.next(
                Script.streamUntilClose().events("{\"choices\":[]}").done());
        RawResponse answer = gateway.chat(STREAM);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aMalformedEventPassesAndIsNotOurs() { // gateway case 10
        Script script = Script.stream()
                .events("{not json", "{\"usage\":{\"prompt_tokens\":", "{\"choices\":[{}]}")
                .done();
        gateway.upstream.next(script);
        assertThat(gateway.chat(STREAM).body().array()).isEqualTo(script.body());
    }

    @Test
    void anErrorInAStreamIsSeenForWhatItIs() {
        gateway.upstream.otherwise(Script.stream().events("{\"error\":{\"message\":\"overloaded\"}}"));

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers().first("content-type")).contains("application/json");
        assertThat(answer.text()).isEqualTo("{\"error\":{\"message\":\"overloaded\"}}");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void anErrorLaterInAStreamPassesAndIsSeen() {
        gateway.upstream.next(Script.stream()
                .events("{\"choices\":[{}]}")
                .pause(Duration.ofMillis(200))
                .events("{\"error\":{\"message\":\"overloaded\"}}"));

        assertThat(gateway.chat(STREAM).text()).contains("overloaded");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    private static void assertEndsInError(RawResponse answer, String code) {
        assertThat(answer.whole()).isTrue();
        assertThat(answer.text())
                .contains("\"code\":\"" + code + "\"")
                .doesNotContain("[DONE]")
                .endsWith("}}\n\n");
        String last = answer.text().strip().lines().reduce((_, line) -> line).orElse("");
        assertThat(last).startsWith("data: {\"error\":{");
    }
}
