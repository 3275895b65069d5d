package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's chat completions to Anthropic's messages and back, held against the exchanges in {@code golden/} (see SOURCE.md there). */
class TranslationTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final long CREATED = 1_700_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools", "images", "thinking", "adaptive"})
    void case19_requestsAreTranslated(String name) throws Exception {
        String model = name.equals("adaptive") ? "claude-opus-4-8" : "claude-sonnet-4-5";
        byte[] translated = ChatToMessages.translate(RequestScan.of(golden(name + ".request.chat.json")), model);

        assertThat(JSON.readTree(translated)).isEqualTo(JSON.readTree(golden(name + ".request.messages.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools", "thinking"})
    void case19_answersAreTranslated(String name) throws Exception {
        byte[] translated = MessageToChat.translate(golden(name + ".answer.messages.json"), CREATED);

        assertThat(JSON.readTree(translated)).isEqualTo(JSON.readTree(golden(name + ".answer.chat.json")));
    }

    /** Case 21: in pieces of any size, so that events and letters are cut anywhere, with LF or CRLF. */
    @ParameterizedTest
    @CsvSource({
        "plain,1,false",
        "plain,7,true",
        "plain,100000,false",
        "tools,1,true",
        "tools,64,false",
        "thinking,3,false"
    })
    void case19_21_streamsAreTranslatedEventByEvent(String name, int size, boolean crLf) throws Exception {
        String events = new String(golden(name + ".stream.messages.sse"), UTF_8);
        byte[] bytes = (crLf ? events.replace("\n", "\r\n") : events).getBytes(UTF_8);
        MessageStreamToChat translation = new MessageStreamToChat(CREATED);
        SseScanner scanner = new SseScanner(1 << 16, translation);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            assertThat(scanner.accept(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))))
                    .as("nothing passes as it is")
                    .isEmpty();
            out.writeBytes(translation.take());
        }

        assertThat(translation.isOver()).isTrue();
        assertThat(chunks(out.toByteArray())).isEqualTo(chunks(golden(name + ".stream.chat.sse")));
    }

    @Test
    void aStreamThatIsCutOrUnreadableIsNotOver() {
        MessageStreamToChat translation = new MessageStreamToChat(CREATED);
        SseScanner scanner = new SseScanner(1 << 16, translation);

        scanner.accept("data: {\"type\":\"message_start\",\"message\":{}}\n\n".getBytes(UTF_8));
        assertThat(translation.isBroken()).isFalse();
        scanner.accept("data: {\"type\":\n\ndata: {\"type\":\"message_stop\"}\n\n".getBytes(UTF_8));

        assertThat(translation.isBroken()).isTrue();
        assertThat(translation.isOver()).isFalse();
        assertThat(new String(translation.take(), UTF_8))
                .contains("\"assistant\"")
                .doesNotContain("stop", "[DONE]");
    }

    @Test
    void errorsGetOpenAisShape() {
        byte[] error = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}"
                .getBytes(UTF_8);

        assertThat(JSON.readTree(MessageToChat.translateError(error)))
                .isEqualTo(
                        JSON.readTree(
                                "{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_error\"}}"));
        assertThat(JSON.readTree(MessageToChat.translateError("<html>".getBytes(UTF_8)))
                        .at("/error/type")
                        .asString(""))
                .isEqualTo("api_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            n               | {"n":2,"messages":[]}
            logprobs        | {"logprobs":true,"messages":[]}
            response_format | {"response_format":{"type":"json_object"},"messages":[]}
            functions       | {"functions":[{"name":"f"}],"messages":[]}
            logit_bias      | {"logit_bias":{"50256":-100},"messages":[]}
            messages        | {"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}
            messages        | {"messages":[{"role":"robot","content":"x"}]}
            messages        | {"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}
            tool_choice     | {"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"perhaps"}
            tools           | {"messages":[],"tools":[{"type":"web_search"}]}
            """)
    void whatAnthropicCannotIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> ChatToMessages.translate(RequestScan.of(body.getBytes(UTF_8)), "claude-sonnet-4-5"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    @Test
    void case31_whatWouldMakeATreeOfMillionsIsRefused() throws Exception {
        RequestScan many = RequestScan.of(("{\"messages\":[" + "0,".repeat(Trees.MOST_TOKENS) + "0]}").getBytes(UTF_8));
        RequestScan deep = RequestScan.of(
                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":\"%s%s\"}}]}]}"
                        .formatted("{\\\"a\\\":".repeat(2_000), "}".repeat(2_000))
                        .getBytes(UTF_8));

        assertThatThrownBy(() -> ChatToMessages.translate(many, "claude-sonnet-4-5"))
                .isInstanceOf(MalformedBody.class)
                .hasMessageContaining("too many values");
        assertThatThrownBy(() -> ChatToMessages.translate(deep, "claude-sonnet-4-5"))
                .isInstanceOf(MalformedBody.class)
                .hasMessageContaining("arguments");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, 300, 4096",
        "claude-3-5-sonnet-latest, 305, 8192",
        "claude-sonnet-4-20250514, 400, 32000",
        "claude-opus-4-1-20250805, 401, 32000",
        "claude-haiku-4-5, 405, 32000",
        "claude-opus-4-10, 410, 32000",
        "claude-next-5, 500, 32000",
        "another-model, 400, 32000"
    })
    void theNameOfAClaudeTellsItsGeneration(String name, int generation, int usualTokens) {
        assertThat(ClaudeModel.named(name)).isEqualTo(new ClaudeModel(generation));
        assertThat(ClaudeModel.named(name).usualTokens()).isEqualTo(usualTokens);
    }

    @Test
    void case12_whatIsTooLongHasTheCodeThatAgentsKnow() {
        byte[] error =
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}"
                        .getBytes(UTF_8);

        assertThat(JSON.readTree(MessageToChat.translateError(error))
                        .at("/error/code")
                        .asString(""))
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void whatIsKeptUntilABlockIsWholeIsCountedAndLetGo() {
        MessageStreamToChat translation = new MessageStreamToChat(CREATED);
        SseScanner scanner = new SseScanner(1 << 16, translation);
        scanner.accept(
                "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\"}}\n\n"
                        .getBytes(UTF_8));

        for (int i = 0; i < 100; i++) {
            scanner.accept(
                    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}}\n\n"
                            .formatted("x".repeat(1_000))
                            .getBytes(UTF_8));
        }
        assertThat(translation.held()).isBetween(100_000, 110_000);

        scanner.accept("data: {\"type\":\"content_block_stop\",\"index\":0}\n\n".getBytes(UTF_8));
        assertThat(translation.held()).isZero();
    }

    private static List<JsonNode> chunks(byte[] stream) {
        return new String(stream, UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.equals("data: [DONE]")
                        ? JSON.missingNode()
                        : JSON.readTree(line.substring("data: ".length())))
                .toList();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = TranslationTest.class.getResourceAsStream("golden/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no golden file " + name);
            }
            return in.readAllBytes();
        }
    }
}
