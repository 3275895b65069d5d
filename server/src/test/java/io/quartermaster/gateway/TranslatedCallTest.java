package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.RouteAnswers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Case 20, first half: OpenAI's clients at Anthropic's models, by chat completions. */
class TranslatedCallTest {

    private static final String WHOLE =
            "{\"model\":\"claude-sonnet-4-5\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = WHOLE.replace("\"messages\"", "\"stream\":true,\"messages\"");

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case20_anAnswerComesInOpenAisShapeAndTheRequestWentInAnthropics() {
        RawResponse answer = gateway.send(gateway.chatRequest(WHOLE, "OpenAI-Beta: x"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"object\":\"chat.completion\"", "\"content\":\"hi\"");
        assertThat(answer.headers().first("x-qm-model")).contains("anthropic/claude-sonnet-4-5");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo("/v1/messages");
        assertThat(exchange.header("anthropic-version")).contains("2023-06-01");
        assertThat(exchange.headers().has("x-api-key")).isTrue();
        assertThat(exchange.headers().has("openai-beta")).isFalse();
        assertThat(exchange.text()).contains("\"max_tokens\":32000", "\"model\":\"claude-sonnet-4-5\"");
    }

    @Test
    void case26_aStreamIsTranslatedAndCostsTheSame() {
        RawResponse hidden = gateway.chat(STREAM);
        RawResponse shown = gateway.chat(
                STREAM.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        gateway.chat(WHOLE);

        assertThat(hidden.text())
                .contains("\"content\":\"hé\"", "\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("usage", "event:");
        assertThat(shown.text()).contains("\"prompt_tokens\":11");
        Eventually.await(SOON, "all events", () -> gateway.events.size() == 3);
        for (UsageEvent event : gateway.events) {
            assertThat(event.tokens().input()).hasValue(11);
            assertThat(event.tokens().cachedInput()).hasValue(2);
            assertThat(event.tokens().output()).hasValue(5);
            assertThat(event.outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void aStreamIsOverWithItsLastEventThoughItsConnectionStaysOpen() {
        gateway.upstream.next(
                Script.stream().bytes(RouteAnswers.messageStream().body()).thenSilence());

        long before = System.nanoTime();
        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void case08_aStreamThatIsCutEndsInAnErrorAndNotInStopOrDone() {
        byte[] whole = RouteAnswers.messageStream().body();
        int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("event: message_stop");
        gateway.upstream.next(Script.stream()
                .bytes(Arrays.copyOf(whole, end / 2))
                .pause(Duration.ofMillis(200))
                .bytes(Arrays.copyOfRange(whole, end / 2, end)));

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.text()).doesNotContain("[DONE]", "\"finish_reason\":\"stop\"");
        assertThat(answer.text()).contains("data: {\"error\":", "upstream_reset");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void anErrorComesInOpenAisShapeWithItsStatus() {
        gateway.upstream.next(
                Script.json(
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: too many\"},\"request_id\":\"req_1\"}"));

        RawResponse answer = gateway.chat(WHOLE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"error\":{\"message\":\"max_tokens: too many\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\"}}");
    }

    @Test
    void anAnswerThatIsNoJsonIsABadGateway() {
        gateway.upstream.next(Script.json(200, "{\"id\":"), Script.json(200, "<html>"));

        RawResponse answer = gateway.chat(WHOLE);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("upstream_untranslatable");
    }

    @Test
    void case10_anEventThatIsNoJsonEndsTheStreamInAnError() {
        String events = new String(RouteAnswers.messageStream().body(), StandardCharsets.UTF_8);
        gateway.upstream.next(Script.stream()
                .text(events.substring(0, events.indexOf("event: content_block_stop")))
                .pause(Duration.ofMillis(200))
                .text("data: {\"type\":\n\n")
                .text(events.substring(events.indexOf("event: content_block_stop"))));

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.text()).contains("upstream_untranslatable").doesNotContain("[DONE]");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(gateway.event().tokens().input()).as("as it was reported").hasValue(11);
    }

    @Test
    void anAnswerThatIsTooLongToReadIsNotHeld() {
        Script long16MiB = Script.json(200, "{\"content\":[" + " ".repeat(16 << 20) + "]}");
        gateway.upstream.next(long16MiB, long16MiB);

        RawResponse answer = gateway.chat(WHOLE);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("upstream_untranslatable");
        gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
    }

    @Test
    void case16_anAnthropicModelStandsInForOneOfOpenAis() {
        ModelView claude = Views.model(
                ModelType.LLM, ProviderFamily.ANTHROPIC, "claude-haiku-4-5", Optional.empty(), Optional.empty());
        gateway.tenant.model(claude);
        gateway.tenant.model(Views.withFallbacks(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-5", Optional.empty(), Optional.empty()),
                claude));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        gateway.upstream.next(Answers.serverError(500), Answers.serverError(500));

        RawResponse answer = gateway.chat(WHOLE.replace("claude-sonnet-4-5", "gpt-5"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.headers().first("x-qm-model")).contains("anthropic/claude-haiku-4-5");
        assertThat(answer.headers().first("x-qm-fallback")).contains("openai/gpt-5;server_error");
        assertThat(answer.text()).contains("\"object\":\"chat.completion\"");
        assertThat(gateway.event().tokens().input()).hasValue(11);
    }

    @Test
    void whatAnthropicCannotSayIsRefusedBeforeAnyCall() {
        RawResponse answer = gateway.chat(WHOLE.replace("\"messages\"", "\"n\":2,\"messages\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"n\"");
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(gateway.events).isEmpty();
        assertThat(gateway.inFlight()).isZero();
    }
}
