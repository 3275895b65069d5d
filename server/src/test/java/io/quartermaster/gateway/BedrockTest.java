package io.quartermaster.gateway;

import static io.quartermaster.gateway.BedrockScene.MODEL;
import static io.quartermaster.gateway.BedrockScene.chat;
import static io.quartermaster.gateway.BedrockScene.configure;
import static io.quartermaster.gateway.BedrockScene.pair;
import static io.quartermaster.gateway.GatewayFixture.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 20: Amazon Bedrock's models by the routes of others. */
class BedrockTest {

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Case 21: in pieces of any size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 11, 4096})
    void case21_aBinaryStreamBecomesTheClients(int size) {
        configure(gateway, pair(""));
        gateway.upstream.next(stream(
                        event("messageStart", "{\"role\":\"assistant\"}"),
                        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Grü\"}}"),
                        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"ße\"}}"),
                        event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                        event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                        event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}"))
                .splitEvery(size));

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.headers().first("content-type")).contains("text/event-stream");
        assertThat(answer.text())
                .contains("\"content\":\"Grü\"", "\"content\":\"ße\"")
                .endsWith("data: [DONE]\n\n");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).endsWith("/converse-stream");
        assertThat(exchange.header("accept")).contains("application/vnd.amazon.eventstream");
        assertThat(gateway.event().tokens().output()).hasValue(3);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void case20_anthropicsClientsGetTheirEvents() {
        configure(gateway, pair(""));
        gateway.upstream.next(stream(
                event("messageStart", "{\"role\":\"assistant\"}"),
                event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}"),
                event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}")));

        RawResponse answer =
                gateway.send(gateway.post("/v1/messages", chat(MODEL, ",\"max_tokens\":9,\"stream\":true")));

        assertThat(answer.text()).contains("event: message_start", "\"text\":\"Hi\"", "event: message_stop");
    }

    /** Case 8: a stream that is cut, or damaged, never looks complete. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void case08_aStreamThatIsTornOrDamagedIsBrokenOff(boolean damaged) {
        configure(gateway, pair(""));
        byte[] first = event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}");
        byte[] last = event("messageStop", "{\"stopReason\":\"end_turn\"}");
        last[last.length / 2] ^= (byte) (damaged ? 1 : 0);
        gateway.upstream.next(stream(first, damaged ? last : Arrays.copyOf(last, last.length - 1))
                .splitAt(first.length)
                .paced(Duration.ofMillis(300))); // so that the client has been given something

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.text())
                .contains("\"content\":\"Hi\"")
                .doesNotContain("[DONE]")
                .contains("\"error\"");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    /** Case 6: an exception before the first content is a failure that another attempt makes good. */
    @Test
    void case06_anExceptionThatBeginsAStreamIsTriedAgain() {
        configure(gateway, pair(""));
        gateway.upstream.next(stream(exception("throttlingException", "{\"message\":\"Too many requests\"}")));
        gateway.upstream.next(stream(
                event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}"),
                event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}")));

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.text()).contains("\"content\":\"Hi\"", "[DONE]");
        assertThat(gateway.retries()).isEqualTo(1);
    }

    @Test
    void anErrorHasTheProvidersWords() {
        configure(gateway, pair(""));
        gateway.upstream.next(Script.json(400, "{\"message\":\"The provided model identifier is invalid.\"}"));

        RawResponse answer = gateway.chat(chat(MODEL, ""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("The provided model identifier is invalid.")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            You don't have access to the model with the specified model ID.        | CLOSED
            The security token included in the request is invalid.                 | OPEN
            The request signature we calculated does not match the signature given | OPEN
            """)
    void aModelThatIsForbiddenDoesNotCloseItsProviderToTheOthers(String message, CircuitState circuit) {
        ProviderView provider = configure(gateway, pair(""));
        gateway.upstream.next(Script.json(403, "{\"message\":\"" + message + "\"}"));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(403);

        assertThat(gateway.circuits
                        .health(gateway.tenant.id, provider.id().orElseThrow())
                        .circuit())
                .isEqualTo(circuit);
    }

    private static Script stream(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(messages).forEach(all::writeBytes);
        return Script.answer(200, "application/vnd.amazon.eventstream", all.toByteArray());
    }

    private static byte[] event(String name, String payload) {
        return message("event", name, payload);
    }

    private static byte[] exception(String name, String payload) {
        return message("exception", name, payload);
    }

    private static byte[] message(String kind, String name, String payload) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        Map.of(":message-type", kind, ":" + kind + "-type", name).forEach((header, value) -> {
            headers.write(header.length());
            headers.writeBytes(header.getBytes(UTF_8));
            headers.write(7);
            headers.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) value.length()).array());
            headers.writeBytes(value.getBytes(UTF_8));
        });
        byte[] bytes = payload.getBytes(UTF_8);
        int total = 16 + headers.size() + bytes.length;
        ByteBuffer out = ByteBuffer.allocate(total).putInt(total).putInt(headers.size());
        out.putInt(crc(out.array(), 8)).put(headers.toByteArray()).put(bytes);
        return out.putInt(crc(out.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
