package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 20: OpenAI's Responses API at models whose providers do not know it. */
class TranslatedResponsesTest {

    private static final String WHOLE = "{\"model\":\"claude-sonnet-4-5\",\"input\":\"hi\"}";
    private static final String STREAM = WHOLE.replace("\"input\"", "\"stream\":true,\"input\"");

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case20_26_aStreamedResponseCostsWhatAWholeOneDoes() {
        RawResponse whole = respond(WHOLE);
        RawResponse streamed = respond(STREAM);

        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(whole.text()).contains("\"object\":\"response\"", "\"text\":\"hi\"", "\"store\":false");
        assertThat(streamed.text())
                .contains(
                        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,",
                        "event: response.output_text.delta",
                        "event: response.completed")
                .doesNotContain("[DONE]");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo("/v1/messages");
        Eventually.await(SOON, "both events", () -> gateway.events.size() == 2);
        for (UsageEvent event : gateway.events) {
            assertThat(event.tokens().input()).hasValue(11);
            assertThat(event.tokens().cachedInput()).hasValue(2);
            assertThat(event.tokens().output()).hasValue(5);
            assertThat(event.route()).isEqualTo("responses");
            assertThat(event.outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void case08_aStreamThatIsCutEndsInAnErrorEvent() {
        byte[] whole = RouteAnswers.messageStream().body();
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int said = text.indexOf("event: content_block_stop");
        int end = text.indexOf("event: message_stop");
        gateway.upstream.next(Script.stream()
                .bytes(Arrays.copyOf(whole, said))
                .pause(Duration.ofMillis(200))
                .bytes(Arrays.copyOfRange(whole, said, end)));

        RawResponse answer = respond(STREAM);

        assertThat(answer.text())
                .contains("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_reset\"")
                .doesNotContain("response.completed", "response.incomplete");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void aStreamThatTheProviderEndsWithAnErrorHasFailed() {
        String events = new String(RouteAnswers.messageStream().body(), StandardCharsets.UTF_8);
        gateway.upstream.next(Script.stream()
                .text(events.substring(0, events.indexOf("event: content_block_stop")))
                .pause(Duration.ofMillis(200))
                .text(RouteAnswers.event(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")));

        RawResponse answer = respond(STREAM);

        assertThat(answer.text())
                .contains("event: response.failed", "\"error\":{\"code\":\"server_error\",\"message\":\"Overloaded\"}")
                .doesNotContain("response.completed");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void aStreamThatBeginsWithAnErrorIsAnErrorOfOpenAisShape() {
        String error = RouteAnswers.event(
                "error", "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Broken\"}}");
        gateway.upstream.next(
                Script.stream().text(error),
                Script.stream().text(error),
                Script.stream().text(error));

        RawResponse answer = respond(STREAM);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("\"error\":{\"message\":\"Broken\"");
    }

    /** What the stream told before, its tools and instructions, is no part of its error. */
    @ParameterizedTest
    @ValueSource(strings = {"event: content_block_start", "event: content_block_stop"})
    void anErrorInTheSameReadAsWhatWasSaidBeforeIsToldAlone(String until) {
        String events = new String(RouteAnswers.messageStream().body(), StandardCharsets.UTF_8);
        String error = events.substring(0, events.indexOf(until))
                + RouteAnswers.event(
                        "error", "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Broken\"}}");
        gateway.upstream.next(
                Script.stream().text(error),
                Script.stream().text(error),
                Script.stream().text(error));

        RawResponse answer = respond(STREAM.replace("\"input\"", "\"instructions\":\"rate limit canary\",\"input\""));

        assertThat(answer.status()).as(answer.text()).isEqualTo(502);
        assertThat(answer.text())
                .contains("\"error\":{", "\"message\":\"Broken\"")
                .doesNotContain("canary", "response.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            previous_response_id | "previous_response_id":"resp_1"
            tools                | "tools":[{"type":"web_search"}]
            background           | "background":true
            """)
    void whatIsKeptOrRunAtOpenAiIsRefusedBeforeAnybodyIsCalled(String field, String more) {
        RawResponse answer = respond("{\"model\":\"claude-sonnet-4-5\",\"input\":\"hi\"," + more + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"" + field + "\"");
        assertThat(gateway.upstream.requests()).isZero();
    }

    @Test
    void aServerThatKnowsChatCompletionsOnlyIsCalledByThemIfItsSettingsSaySo() {
        ProviderView server = Views.withSettings(
                Views.provider("local", ProviderFamily.OPENAI_COMPATIBLE, gateway.upstream.baseUrl()),
                "{\"responses\":\"translated\"}");
        gateway.tenant.clearModels();
        gateway.tenant.providers(server);
        gateway.tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.OPENAI_COMPATIBLE, "llama", Optional.empty(), Optional.of(server)));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());

        RawResponse answer = respond("{\"model\":\"llama\",\"input\":\"hi\",\"max_output_tokens\":50}");

        assertThat(answer.text()).contains("\"object\":\"response\"");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).endsWith("/chat/completions");
        assertThat(exchange.text())
                .contains("\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]", "\"max_tokens\":50");
    }

    private RawResponse respond(String body) {
        return gateway.send(gateway.post("/v1/responses", body));
    }
}
