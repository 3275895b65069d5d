package io.quartermaster.testkit.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.http.Bytes;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CHAT = RawHttp.request("POST", "/v1/chat/completions", "{}", "Connection: close");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RawHttp client = RawHttp.connect(upstream.origin());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void pacedEventsArriveInOrderAndApart() {
        upstream.next(Script.stream().events("one", "two", "three").done().paced(Duration.ofMillis(60)));
        client.send(CHAT);

        client.lineWith("data: one", SOON);
        long first = System.nanoTime();
        client.lineWith("data: two", SOON);
        long second = System.nanoTime();
        client.lineWith("data: three", SOON);
        client.lineWith("data: [DONE]", SOON);

        assertThat(second - first).isGreaterThan(Duration.ofMillis(40).toNanos());
        assertThat(System.nanoTime() - first)
                .isGreaterThan(Duration.ofMillis(150).toNanos());
    }

    @Test
    void bodyIsSplitThroughCharactersAndLineEnds() {
        Script script = Script.stream().text("é\r\n").splitAt(1, 3);

        assertThat(perform(script)).endsWith("\r\n\r\n1\r\n\u00c3\r\n2\r\n\u00a9\r\r\n1\r\n\n\r\n0\r\n\r\n");
    }

    @Test
    void splittingEverywhereChangesNoByte() {
        Script script = Answers.wholeChatStream("Grüße, 世界 🎉");
        upstream.next(script.splitEvery(7));

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isTrue();
        assertThat(response.body()).isEqualTo(Bytes.of(script.body()));
    }

    @Test
    void drippingCutsTheFramingToo() {
        upstream.next(Answers.wholeChatStream("a").dripping(3, Duration.ofNanos(1)));

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isTrue();
        assertThat(response.text()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void bodyIsCompressedAndItsLengthFits() throws IOException {
        upstream.next(Answers.chat("packed").gzipped());

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isTrue();
        try (GZIPInputStream unpacked =
                new GZIPInputStream(new ByteArrayInputStream(response.body().array()))) {
            assertThat(new String(unpacked.readAllBytes(), UTF_8)).contains("packed");
        }
    }

    @Test
    void headerMayBeHuge() {
        upstream.next(Answers.chat("ok").header("x-bomb", "b".repeat(300_000)));

        assertThat(client.send(CHAT).response(SOON).headers().first("x-bomb").orElseThrow())
                .hasSize(300_000);
    }

    @Test
    void trailersFollowTheLastChunk() {
        assertThat(perform(Script.stream().events("a").thenTrailer("x-checksum", "1")))
                .endsWith("\r\n0\r\nx-checksum: 1\r\n\r\n");
    }

    @Test
    void largeAnswerArrivesWhole() {
        int bytes = 5_000_000;
        upstream.next(Answers.chat("x".repeat(bytes)));

        RawResponse response = client.send(CHAT).response(SOON);

        assertThat(response.whole()).isTrue();
        assertThat(response.body().length()).isGreaterThan(bytes);
    }

    @Test
    void fragmentsOfParallelToolCallsComeByTurns() {
        List<String> chunks = OpenAiChunks.toolCalls(
                "m", List.of(new ToolCall("a", "f", "{\"x\":1}"), new ToolCall("b", "g", "{}")), 4);

        assertThat(chunks).hasSize(1 + 2 + 3 + 1);
        assertThat(chunks.get(3)).contains("\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"");
        assertThat(chunks.get(4)).contains("\"index\":1,\"function\":{\"arguments\":\"{}\"");
        assertThat(chunks.getLast()).contains("\"finish_reason\":\"tool_calls\"");
    }

    /** The bytes of the whole answer, framing included, as Latin-1 text. */
    private String perform(Script script) {
        upstream.next(script);
        return new String(client.send(CHAT).rest(SOON).array(), ISO_8859_1);
    }
}
