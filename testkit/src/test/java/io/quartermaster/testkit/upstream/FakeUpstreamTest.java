package io.quartermaster.testkit.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeUpstreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CHAT =
            RawHttp.request("POST", "/v1/chat/completions?x=1", "{\"model\":\"m\"}", "X-A: b");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RawHttp client = RawHttp.connect(upstream.origin());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void recordsTheRequestAsItCame() {
        Instant before = Instant.now();

        client.send(CHAT).response(SOON);

        Exchange exchange = upstream.awaitExchange(0, SOON).awaitAnswered(SOON);
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.target()).isEqualTo("/v1/chat/completions?x=1");
        assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
        assertThat(exchange.header("x-a")).hasValue("b");
        assertThat(exchange.text()).isEqualTo("{\"model\":\"m\"}");
        assertThat(exchange.arrivedAt()).isBetween(before, Instant.now());
        assertThat(exchange.clientLeft()).isFalse();
    }

    @Test
    void chunkedRequestIsJoined() {
        client.send(
                        "POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n")
                .response(SOON);

        assertThat(upstream.awaitExchange(0, SOON).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void queuedScriptsComeBeforeTheDefaultAndTheConnectionIsReused() {
        upstream.next(Answers.serverError(503), Answers.rateLimited(Duration.ofSeconds(7)))
                .otherwise(Answers.chat("fine"));

        assertThat(client.send(CHAT).response(SOON).status()).isEqualTo(503);
        assertThat(client.send(CHAT).response(SOON).headers().first("retry-after"))
                .hasValue("7");
        assertThat(client.send(CHAT).response(SOON).text()).contains("\"content\":\"fine\"");
        assertThat(client.send(CHAT).response(SOON).text()).contains("\"content\":\"fine\"");
        assertThat(upstream.exchanges()).extracting(Exchange::connection).containsExactly(1, 1, 1, 1);
    }

    @Test
    void behavesLikeAProviderWhenNothingIsScripted() {
        String streamed = "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

        assertThat(client.send(CHAT).response(SOON).text()).contains("\"cached_tokens\":3");
        assertThat(client.send(RawHttp.request("POST", "/v1/chat/completions", streamed))
                        .response(SOON)
                        .text())
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":11")
                .endsWith("data: [DONE]\n\n");
        assertThat(client.send(RawHttp.request("POST", "/v1/embeddings", "{\"input\":[\"a\",\"b\"]}"))
                        .response(SOON)
                        .text())
                .contains("\"index\":1", "[0.25,-0.5,0.75]");
        assertThat(client.send(RawHttp.request("GET", "/v1/models", ""))
                        .response(SOON)
                        .text())
                .contains("fake-model");
        assertThat(client.send(RawHttp.request("GET", "/v1/nothing", ""))
                        .response(SOON)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void clientThatLeavesDuringSilenceIsNoticedAtOnce() {
        upstream.next(Script.silence());
        client.send(CHAT);
        Exchange exchange = upstream.awaitExchange(0, SOON).awaitRead(SOON);

        long before = System.nanoTime();
        client.close();
        Duration left = exchange.awaitClientLeft(SOON);

        assertThat(left.toNanos() - (before - exchange.arrivedNanos()))
                .isBetween(0L, Duration.ofMillis(500).toNanos());
        assertThat(exchange.answered()).isFalse();
    }

    @Test
    void clientThatResetsInTheMiddleOfAStreamIsNoticed() {
        upstream.next(Answers.wholeChatStream("a", "b", "c").paced(Duration.ofSeconds(30)));
        client.send(CHAT).lineWith("assistant", SOON);

        client.reset();

        upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
    }

    @Test
    void clientThatLeavesAfterTheAnswerHasNotCancelled() {
        client.send(CHAT).response(SOON);
        client.close();

        assertThat(upstream.awaitExchange(0, SOON).awaitAnswered(SOON).clientLeft())
                .isFalse();
    }

    @Test
    void endlessStreamStopsWhereTheClientStopsReading() {
        upstream.next(Script.stream().thenFlood(new byte[8 * 1024]));
        try (RawHttp slow = RawHttp.connect(upstream.origin(), 16 * 1024)) {
            slow.send(CHAT);
            Exchange exchange = upstream.awaitExchange(0, SOON).awaitBytesWritten(8 * 1024, SOON);

            long settled = settledBytes(exchange);

            assertThat(settled).isLessThan(2 * 1024 * 1024);
            assertThat(slow.lineWith("200", SOON)).startsWith("HTTP/1.1 200");
        }
        upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
    }

    /** Bytes written once nothing more was written for a while. */
    private static long settledBytes(Exchange exchange) {
        long[] seen = {exchange.bytesWritten(), System.nanoTime()};
        Eventually.await(SOON, "the upstream is blocked", () -> {
            if (exchange.bytesWritten() != seen[0]) {
                seen[0] = exchange.bytesWritten();
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > Duration.ofMillis(200).toNanos();
        });
        return seen[0];
    }

    @Test
    void resetBeforeTheHeadersIsAReset() {
        upstream.next(Script.reset());

        assertThatThrownBy(() -> client.send(CHAT).response(SOON))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("Connection reset");
    }

    @Test
    void resetInTheMiddleOfAStreamIsAReset() {
        upstream.next(Answers.chatStream("a").pause(Duration.ofMillis(100)).thenReset());
        client.send(CHAT).lineWith("\"a\"", SOON);

        assertThatThrownBy(() -> client.rest(SOON)).hasRootCauseMessage("Connection reset");
    }

    @Test
    void hangUpCutsAChunkedBody() {
        upstream.next(Answers.chatStream("a").thenHangUp());

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isFalse();
        assertThat(response.text()).contains("\"a\"");
    }

    @Test
    void wrongLengthIsSentAndTheConnectionClosed() {
        upstream.next(Answers.chat("short").header("content-length", "9999"));

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isFalse();
        assertThat(response.headers().all("content-length")).containsExactly("9999");
    }

    @Test
    void halfClosedUpstreamStillReads() {
        upstream.next(Answers.chatStream("a").thenHalfClose());
        client.send(CHAT).rest(SOON);

        assertThat(upstream.awaitExchange(0, SOON).clientLeft()).isFalse();
        client.close();
        upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
    }

    @Test
    void redirectNamesTheOtherAddress() {
        upstream.next(Answers.redirect(URI.create("http://127.0.0.1:9/elsewhere")));

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.headers().first("location")).hasValue("http://127.0.0.1:9/elsewhere");
    }

    @Test
    void upstreamCanAnswerBeforeTheRequestIsWhole() {
        upstream.next(Answers.serverError(500).answeringEarly());

        client.send("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");

        assertThat(client.response(SOON).status()).isEqualTo(500);
        assertThat(upstream.awaitExchange(0, SOON).read()).isFalse();
    }

    @Test
    void slowReaderTakesItsTime() {
        upstream.next(Answers.chat("ok").readingSlowly(100, Duration.ofMillis(20)));
        String body = "x".repeat(1000);

        client.send(RawHttp.request("POST", "/v1/chat/completions", body)).response(SOON);

        Exchange exchange = upstream.awaitExchange(0, SOON).awaitAnswered(SOON);
        assertThat(exchange.answeredAfter().orElseThrow()).isGreaterThan(Duration.ofMillis(150));
        assertThat(exchange.text()).isEqualTo(body);
    }
}
