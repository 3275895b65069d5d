package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.RouteAnswers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anthropic's clients at Anthropic's models: nothing is translated. */
class MessagesTest {

    private static final String PATH = "/v1/messages";
    private static final String BODY =
            "{\"max_tokens\":9,\"x\":1.0,\"model\" : \"claude-sonnet-4-5\",\"messages\":[],\"stream_options\":{\"y\":1}}";
    private static final String STREAM =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":true,\"messages\":[]}";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case17_29_aCallPassesByteForByteWithItsOwnHeaders() {
        RawResponse answer = gateway.send(RawHttp.request(
                "POST",
                PATH,
                BODY,
                "x-api-key: " + gateway.key,
                "anthropic-version: 2024-01-01",
                "anthropic-beta: one-2025-01-01",
                "anthropic-beta: two-2025-01-01",
                "anthropic-dangerous-direct-browser-access: true",
                "openai-beta: none"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(RouteAnswers.MESSAGE);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo(PATH);
        assertThat(exchange.text()).isEqualTo(BODY);
        assertThat(exchange.headers().fields())
                .extracting(field -> field.name().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-type",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "x-api-key",
                        "anthropic-version",
                        "anthropic-beta",
                        "content-length");
        assertThat(exchange.headers().all("x-api-key")).containsExactly(Views.UPSTREAM_KEY);
        assertThat(exchange.header("anthropic-version")).contains("2024-01-01");
        assertThat(exchange.header("anthropic-beta")).contains("one-2025-01-01,two-2025-01-01");
    }

    @Test
    void aBearerKeyIsTakenTooAndTheVersionHasADefault() {
        RawResponse answer = gateway.send(gateway.post(PATH, BODY));

        assertThat(answer.status()).isEqualTo(200);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON);
        assertThat(exchange.headers().has("authorization")).isFalse();
        assertThat(exchange.header("anthropic-version")).contains("2023-06-01");
        assertThat(answer.headers().first("x-qm-model")).contains("anthropic/claude-sonnet-4-5");
    }

    @Test
    void anthropicsKeyHeaderIsTakenOnItsRoutesOnly() {
        RawResponse answer =
                gateway.send(RawHttp.request("POST", "/v1/chat/completions", "{}", "x-api-key: " + gateway.key));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void case26_cachedTokensCountAlikeStreamedOrNot() {
        RawResponse streamed = gateway.send(gateway.post(PATH, STREAM));
        gateway.send(gateway.post(PATH, BODY));

        assertThat(streamed.body().array())
                .isEqualTo(RouteAnswers.messageStream().body());
        assertThat(gateway.upstream.awaitExchange(0, SOON).text()).isEqualTo(STREAM);
        Eventually.await(SOON, "both events", () -> gateway.events.size() == 2);
        for (UsageEvent event : gateway.events) {
            assertThat(event.tokens().input())
                    .as("8, 1 written to the cache, 2 read")
                    .hasValue(11);
            assertThat(event.tokens().cachedInput()).hasValue(2);
            assertThat(event.tokens().output()).hasValue(5);
            assertThat(event.outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void case08_aStreamThatBreaksOffEndsInAnthropicsErrorEvent() {
        byte[] whole = RouteAnswers.messageStream().body();
        int ping = new String(whole, StandardCharsets.UTF_8).indexOf("event: ping");
        gateway.upstream.next(Script.stream()
                .bytes(Arrays.copyOf(whole, ping))
                .pause(Duration.ofMillis(100))
                .thenReset());

        RawResponse answer = gateway.send(gateway.post(PATH, STREAM));

        assertThat(answer.text()).doesNotContain("message_stop", "[DONE]", "end_turn");
        assertThat(answer.text())
                .contains("\n\nevent: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"");
        UsageEvent event = gateway.event();
        assertThat(event.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(event.tokens().input()).hasValue(11);
        assertThat(event.tokens().estimated())
                .as("message_start tells one token of output, whatever is to come")
                .isTrue();
    }

    @Test
    void anErrorEventOfTheProviderIsNoSuccess() {
        gateway.upstream.next(Script.stream()
                .text(RouteAnswers.event("message_start", "{\"type\":\"message_start\",\"message\":{}}"))
                .pause(Duration.ofMillis(200))
                .text(RouteAnswers.event(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")));

        gateway.send(gateway.post(PATH, STREAM));

        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void anErrorWithStatus200IsNoSuccess() {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        gateway.upstream.next(Script.json(200, error), Script.json(200, error));

        RawResponse answer = gateway.send(gateway.post(PATH, BODY));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("overloaded_error");
    }

    @Test
    void tokensAreCounted() {
        RawResponse answer =
                gateway.send(gateway.post(PATH + "/count_tokens", "{\"model\":\"claude-sonnet-4-5\",\"messages\":[]}"));

        assertThat(answer.text()).isEqualTo("{\"input_tokens\":8}");
        assertThat(gateway.upstream.awaitExchange(0, SOON).path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(gateway.event().route()).isEqualTo("count_tokens");
        assertThat(gateway.event().tokens().input()).as("it costs nothing").isEmpty();
    }

    @Test
    void tokensAreCountedWithoutTheFeeForRequests() {
        Prices fee = Prices.ofText(
                new Price("1"),
                new Price("1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Price("0.50")));
        gateway.tenant.model(Views.priced(
                Views.model(
                        ModelType.LLM, ProviderFamily.ANTHROPIC, "claude-opus-4-5", Optional.empty(), Optional.empty()),
                fee));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());

        RawResponse answer =
                gateway.send(gateway.post(PATH + "/count_tokens", "{\"model\":\"claude-opus-4-5\",\"messages\":[]}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.event().charge().costMicros()).hasValue(0);
    }

    @Test
    void refusalsHaveAnthropicsShape() {
        for (String request : List.of(
                gateway.post(PATH, "{\"model\":\"none\"}"),
                gateway.post(PATH + "/count_tokens", "{\"model\":\"gpt-4o\"}"),
                gateway.post(PATH, "{"),
                RawHttp.request("POST", PATH, "{}"),
                gateway.post(PATH + "/nothing", "{}"))) {
            RawResponse answer = gateway.send(request);

            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.text()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"");
            assertThat(answer.text())
                    .contains("\"request_id\":\""
                            + answer.headers().first("x-qm-request-id").orElseThrow() + "\"");
        }
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(gateway.send(gateway.post(PATH + "/count_tokens", "{\"model\":\"gpt-4o\"}"))
                        .text())
                .contains("route_not_supported", "/v1/messages.");
    }
}
