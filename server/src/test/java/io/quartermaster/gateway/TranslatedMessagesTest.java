package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Case 20, second half: Anthropic's clients at OpenAI's models. */
class TranslatedMessagesTest {

    private static final String WHOLE =
            "{\"model\":\"smart\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = WHOLE.replace("\"messages\"", "\"stream\":true,\"messages\"");

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case20_anAnswerComesInAnthropicsShapeAndTheRequestWentInOpenAis() {
        RawResponse answer = messages(WHOLE);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"type\":\"message\"", "\"stop_reason\":\"end_turn\"", "\"input_tokens\":");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
        assertThat(exchange.text()).contains("\"max_completion_tokens\":9", "\"model\":\"gpt-4o\"");
        assertThat(exchange.headers().has("anthropic-version")).isFalse();
        assertThat(exchange.headers().has("anthropic-beta")).isFalse();
        assertThat(gateway.event().route()).isEqualTo("messages");
    }

    @Test
    void case26_aStreamIsTranslatedAndCostsTheSame() {
        RawResponse streamed = messages(STREAM);
        messages(WHOLE);

        List<String> names = streamed.text()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring("event: ".length()))
                .distinct()
                .toList();
        assertThat(names)
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON).text())
                .contains("\"include_usage\":true");
        Eventually.await(SOON, "all events", () -> gateway.events.size() == 2);
        UsageEvent first = gateway.events.getFirst();
        assertThat(first.tokens().input()).isPresent();
        assertThat(first.tokens().estimated()).isFalse();
        assertThat(gateway.events.getLast().tokens()).isEqualTo(first.tokens());
    }

    @Test
    void case08_aStreamThatIsCutEndsInAnthropicsErrorEvent() {
        gateway.upstream.next(Script.stream()
                .events("{\"id\":\"c\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"half\"}}]}")
                .pause(java.time.Duration.ofMillis(200)));

        RawResponse answer = messages(STREAM);

        assertThat(answer.text())
                .contains("\"text\":\"half\"", "event: error\ndata: {\"type\":\"error\"", "upstream_reset")
                .doesNotContain("message_stop");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(gateway.event().tokens().estimated()).isTrue();
        assertThat(gateway.event().tokens().output().orElse(0)).isPositive();
    }

    @Test
    void anErrorComesInAnthropicsShapeWithItsStatus() {
        gateway.upstream.next(
                Script.json(
                        400,
                        "{\"error\":{\"message\":\"No such thing\",\"type\":\"invalid_request_error\",\"param\":\"x\",\"code\":\"unsupported\"}}"));

        RawResponse answer = messages(WHOLE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"unsupported: No such thing\"}}");
    }

    @Test
    void anErrorWithStatus200IsNoSuccess() {
        Script error = Script.json(200, "{\"error\":{\"message\":\"overloaded\"}}");
        gateway.upstream.next(error, error);

        RawResponse answer = messages(WHOLE);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).startsWith("{\"type\":\"error\",\"error\":{").contains("overloaded");
    }

    @Test
    void aPageInPlaceOfAnErrorIsTold() {
        Script page = Script.answer(503, "text/html", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        gateway.upstream.next(page, page);

        RawResponse answer = messages(WHOLE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("content-type")).contains("application/json");
        assertThat(answer.text()).contains("\"type\":\"overloaded_error\"");
    }

    @Test
    void whatOnlyAnthropicRunsIsRefusedBeforeAnyCall() {
        RawResponse answer = messages(WHOLE.replace("\"messages\"", "\"mcp_servers\":[{}],\"messages\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid_request_error", "mcp_servers");
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(gateway.events).isEmpty();
    }

    @Test
    void case30_aClientThatLeavesEndsTheCall() {
        gateway.upstream.next(Answers.chat("never").after(SOON));
        try (io.quartermaster.testkit.http.RawHttp client = gateway.connect()) {
            client.send(request(WHOLE));
            gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        }

        gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(java.time.Duration.ofSeconds(1));
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
    }

    private RawResponse messages(String body) {
        return gateway.send(request(body));
    }

    private String request(String body) {
        return gateway.post("/v1/messages", body, "anthropic-version: 2023-06-01", "anthropic-beta: x");
    }
}
