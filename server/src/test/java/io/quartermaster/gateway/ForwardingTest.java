package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {

    private static final String STREAM = "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[]}";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anAnswerPassesByteForByteAndIsAccountedFor() { // gateway case 17, 18
        Script script = Answers.chat("hello");
        gateway.upstream.next(script);

        RawResponse answer = gateway.chat("{\"messages\":[],\"x_unknown\":1.0,\"model\" : \"smart\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().array()).isEqualTo(script.body());
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.text()).isEqualTo("{\"messages\":[],\"x_unknown\":1.0,\"model\" : \"gpt-4o\"}");
        assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
        UsageEvent event = gateway.event();
        assertThat(event.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.tokens().input()).hasValue(11);
        assertThat(event.tokens().output()).hasValue(5);
        assertThat(event.tokens().cachedInput()).hasValue(3);
        assertThat(event.streamed()).isFalse();
    }

    @Test
    void theAnswerTellsHowItWasServed() {
        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\",\"messages\":[]}");

        assertThat(answer.headers().first("x-qm-request-id")).isPresent();
        assertThat(answer.headers().first("x-qm-model")).contains("openai/gpt-4o");
        assertThat(answer.headers().first("x-qm-provider")).contains("main");
        assertThat(answer.headers().first("x-qm-credential-source")).contains("central");
        assertThat(answer.headers().first("x-qm-attempts")).contains("1");
        assertThat(answer.headers()
                        .first("x-qm-overhead-us")
                        .map(Integer::parseInt)
                        .orElseThrow())
                .isNotNegative();
        assertThat(gateway.event().requestId())
                .isEqualTo(answer.headers().first("x-qm-request-id").orElseThrow());
    }

    @Test
    void credentialsGoInHeadersAndTheClientsStayHere() { // gateway case 29
        gateway.send(gateway.chatRequest(
                "{\"model\":\"gpt-4o\"}",
                "Cookie: a=b",
                "X-Internal: 1",
                "OpenAI-Beta: assistants=v2",
                "OpenAI-Organization: o"));

        Exchange exchange = gateway.upstream.awaitExchange(0, SOON);
        assertThat(exchange.header("authorization")).contains("Bearer " + Views.UPSTREAM_KEY);
        assertThat(exchange.headers().all("authorization")).hasSize(1);
        assertThat(exchange.header("openai-beta")).contains("assistants=v2");
        assertThat(exchange.header("accept-encoding")).contains("identity");
        assertThat(exchange.header("host")).contains("127.0.0.1:" + gateway.upstream.port());
        assertThat(exchange.headers().fields())
                .extracting(field -> field.name().toLowerCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-type",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "authorization",
                        "openai-beta",
                        "content-length");
    }

    @Test
    void onlyAllowedAnswerHeadersReachTheClient() { // gateway case 29
        gateway.upstream.next(Answers.chat("x")
                .header("set-cookie", "a=b")
                .header("server", "secret/1.0")
                .header("openai-organization", "org-of-the-operator")
                .header("openai-processing-ms", "12")
                .header("x-ratelimit-remaining-requests", "7")
                .header("x-request-id", "req_up")
                .header("x-qm-provider", "forged"));

        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\"}");

        assertThat(answer.headers().has("set-cookie")).isFalse();
        assertThat(answer.headers().has("server")).isFalse();
        assertThat(answer.headers().has("openai-organization")).isFalse();
        assertThat(answer.headers().first("openai-processing-ms")).contains("12");
        assertThat(answer.headers().first("x-ratelimit-remaining-requests")).contains("7");
        assertThat(answer.headers().first("x-request-id")).contains("req_up");
        assertThat(answer.headers().all("x-qm-provider")).containsExactly("main");
    }

    @Test
    void embeddingsAreForwarded() {
        RawResponse answer =
                gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"a\"}"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.upstream.awaitExchange(0, SOON).path()).isEqualTo("/v1/embeddings");
        assertThat(gateway.event().route()).isEqualTo("embeddings");
        assertThat(gateway.event().tokens().input()).isPresent();
    }

    @Test
    void aStreamPassesAndTheUsageChunkThatNobodyAskedForIsHidden() {
        Script asked = Answers.wholeChatStream("Hel", "lo", "é😀");
        gateway.upstream.next(asked);

        RawResponse answer = gateway.chat(STREAM);

        assertThat(gateway.upstream.awaitExchange(0, SOON).text())
                .isEqualTo(
                        "{\"stream_options\":{\"include_usage\":true},\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[]}");
        String whole = new String(asked.body(), StandardCharsets.UTF_8);
        String expected = whole.lines()
                .filter(line -> !line.isEmpty() && !line.contains("\"choices\":[]"))
                .map(line -> line + "\n\n")
                .collect(Collectors.joining());
        assertThat(whole).contains("\"choices\":[]");
        assertThat(answer.text()).isEqualTo(expected);
        assertThat(answer.headers().first("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(gateway.event().tokens().input()).hasValue(11);
        assertThat(gateway.event().tokens().output()).hasValue(5);
        assertThat(gateway.event().streamed()).isTrue();
        assertThat(gateway.event().firstByteMicros()).isPresent();
    }

    @Test
    void aStreamWhoseUsageTheClientAskedForIsByteIdenticalWhereverItIsCut() { // gateway case 17, 21
        String request = "{\"model\":\"gpt-4o\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
        for (int size : new int[] {1, 2, 3, 7, 50}) {
            Script script = Answers.wholeChatStream("Hel", "lo", "é😀").splitEvery(size);
            gateway.upstream.next(script);

            RawResponse answer = gateway.chat(request);

            assertThat(answer.body().array()).as("pieces of %s", size).isEqualTo(script.body());
        }
        assertThat(gateway.upstream.awaitExchange(0, SOON).text()).isEqualTo(request);
        assertThat(gateway.events)
                .allSatisfy(event -> assertThat(event.tokens().input()).hasValue(11));
    }

    @Test
    void aStreamedAndAnUnstreamedCallOfTheSameContentCostTheSame() { // gateway case 26
        gateway.chat(STREAM);
        gateway.chat(STREAM.replace("true", "false"));

        assertThat(gateway.events).hasSize(2);
        assertThat(gateway.events.get(0).tokens().input())
                .isEqualTo(gateway.events.get(1).tokens().input());
        assertThat(gateway.events.get(0).tokens().output())
                .isEqualTo(gateway.events.get(1).tokens().output());
    }

    @Test
    void connectionsToTheProviderAreUsedAgain() {
        for (int i = 0; i < 5; i++) {
            gateway.chat("{\"model\":\"gpt-4o\"}");
        }

        assertThat(gateway.upstream.acceptedConnections()).isEqualTo(1);
        assertThat(gateway.inFlight()).isZero();
    }

    @Test
    void aClientMaySendManyRequestsOnOneConnection() {
        try (RawHttp client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(gateway.chatRequest("{\"model\":\"gpt-4o\"}"));
                assertThat(client.response(SOON).status()).isEqualTo(200);
                client.send(gateway.chatRequest(STREAM));
                assertThat(client.response(SOON).whole()).isTrue();
            }
        }
    }

    @Test
    void anOldClientWithoutChunksGetsItsStreamUntilTheConnectionCloses() {
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(STREAM).replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(client.response(SOON).text()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aBigAnswerStreamsThroughAndIsStillMetered() {
        String big = "{\"data\":[" + "0.123456789,".repeat(200_000) + "1],\"usage\":{\"prompt_tokens\":77}}";
        gateway.upstream.next(Script.json(200, big));

        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\"}");

        assertThat(answer.whole()).isTrue();
        assertThat(answer.text()).isEqualTo(big);
        assertThat(gateway.event().tokens().input()).hasValue(77);
    }

    @Test
    void aCompressedAnswerPassesUnread() {
        Script script = Answers.chat("hello").gzipped();
        gateway.upstream.next(script);

        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\"}");

        assertThat(answer.body().array()).isEqualTo(script.body());
        assertThat(answer.headers().first("content-encoding")).contains("gzip");
        assertThat(gateway.event().tokens().estimated()).isTrue();
    }
}
