package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.EventStreams;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions at Amazon Bedrock's models. */
class BedrockProviderTest extends TranslationContract {

    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";

    BedrockProviderTest() {
        super("bedrock");
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.OPENAI, Dialect.BEDROCK, "1", CREATED, true);
    }

    @Override
    String model(String name) {
        return CLAUDE;
    }

    /** Case 21: as they come on the wire, in pieces of any size. */
    @ParameterizedTest
    @CsvSource({"plain,1", "plain,100000", "tools,13", "reasoning,3"})
    void case19_21_binaryMessagesAreTranslatedAsTheirUnionIs(String name, int size) throws Exception {
        String events = new String(golden(name + ".stream.provider.sse"), UTF_8);
        StreamTranslation lines = translation().stream();
        String expected = translated(lines, events, 1 << 16);
        StreamTranslation translation = translation().stream();
        Framing framing = Framing.ofEventStream(1 << 16, translation);

        String translated = translated(framing, translation, binary(events), size);

        assertThat(translated).isEqualTo(expected).isNotEmpty();
        assertThat(translation.isOver()).isTrue();
        assertThat(translation.usage()).isEqualTo(lines.usage());
        assertThat(translation.textTokens()).isPositive();
        assertThat(framing.isBroken()).isFalse();
        assertThat(translation.held()).isZero();
    }

    private static String translated(Framing framing, StreamTranslation translation, byte[] bytes, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            framing.accept(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
            out.writeBytes(translation.take());
        }
        return out.toString(UTF_8);
    }

    private static byte[] binary(String events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.lines().filter(line -> line.startsWith("data: ")).forEach(line -> {
            ObjectNode union = (ObjectNode) JSON.readTree(line.substring(6));
            String name = union.propertyNames().iterator().next();
            String kind = name.endsWith("Exception") ? "exception" : "event";
            out.writeBytes(EventStreams.message(
                    Map.of(":message-type", kind, ":" + kind + "-type", name),
                    union.path(name).toString()));
        });
        return out.toByteArray();
    }

    @Test
    void anErrorOfTheConnectionIsAnError() {
        StreamTranslation translation = translation().stream();
        Framing framing = Framing.ofEventStream(1 << 16, translation);

        framing.accept(EventStreams.message(
                Map.of(":message-type", "error", ":error-code", "InternalError", ":error-message", "An \"odd\" one"),
                ""));

        assertThat(new String(translation.take(), UTF_8)).contains("\"message\":\"An \\\"odd\\\" one\"", "api_error");
        assertThat(translation.isOver()).isTrue();
    }

    @Test
    void aMessageThatIsDamagedBreaksTheStream() throws Exception {
        byte[] bytes = binary(new String(golden("plain.stream.provider.sse"), UTF_8));
        bytes[bytes.length / 2]++;
        StreamTranslation translation = translation().stream();
        Framing framing = Framing.ofEventStream(1 << 16, translation);

        String translated = translated(framing, translation, bytes, 100);

        assertThat(framing.isBroken()).isTrue();
        assertThat(translation.end()).isFalse();
        assertThat(translated).doesNotContain("[DONE]");
    }

    @Test
    void aMessageThatToldWhyItEndedIsWholeWithoutItsCost() throws Exception {
        String events = new String(golden("plain.stream.provider.sse"), UTF_8);
        StreamTranslation translation = translation().stream();
        String translated = translated(translation, events.substring(0, events.indexOf("data: {\"metadata\"")), 1_000);

        assertThat(translation.isOver()).isFalse();
        assertThat(translation.end()).isTrue();
        assertThat(translated).doesNotContain("[DONE]");
        assertThat(new String(translation.take(), UTF_8)).contains("\"finish_reason\":\"length\"", "[DONE]");
    }

    @Test
    void theModelThatWasAskedIsTold() throws Exception {
        Translation translation = translation();
        byte[] _ = translation.request(RequestScan.of(golden("plain.request.client.json")), CLAUDE);

        JsonNode told = JSON.readTree(
                translation.answer(golden("plain.answer.provider.json")).body());

        assertThat(told.path("model").asString("")).isEqualTo(CLAUDE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            n               | {"n":2,"messages":[]}
            logprobs        | {"logprobs":true,"messages":[]}
            logit_bias      | {"logit_bias":{"50256":-100},"messages":[]}
            response_format | {"response_format":{"type":"json_object"},"messages":[]}
            tools           | {"messages":[],"tools":[{"type":"web_search"}]}
            tool_choice     | {"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"perhaps"}
            tool_choice     | {"messages":[{"role":"tool","tool_call_id":"a","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none"}
            messages        | {"messages":[{"role":"robot","content":"x"}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,aGk="}}]}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f-1"}}]}]}
            """)
    void whatConverseCannotIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> translation().request(RequestScan.of(body.getBytes(UTF_8)), CLAUDE))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            anthropic.claude-opus-4-8-v1                                                            | {"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}} | {"maxTokens":9000}
            arn:aws:bedrock:eu-central-1:1:inference-profile/eu.anthropic.claude-3-7-sonnet-v1:0    | {"thinking":{"type":"enabled","budget_tokens":4096}}               | {"maxTokens":9000}
            openai.gpt-oss-120b-1:0                                                                 | {"reasoning_effort":"high"}                                        | {"maxTokens":9000,"temperature":0.5,"topP":0.5}
            amazon.nova-pro-v1:0                                                                    |                                                                    | {"maxTokens":9000,"temperature":0.5,"topP":0.5}
            arn:aws:bedrock:eu-central-1:1:application-inference-profile/abc                        |                                                                    | {"maxTokens":9000,"temperature":0.5,"topP":0.5}
            """)
    void eachModelIsToldWhatItUnderstands(String model, String additional, String inference) throws Exception {
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reasoning_effort\":\"high\",\"max_tokens\":9000,\"temperature\":0.5,\"top_p\":0.5}";

        JsonNode request = JSON.readTree(translation().request(RequestScan.of(body.getBytes(UTF_8)), model));

        assertThat(request.path("inferenceConfig")).isEqualTo(JSON.readTree(inference));
        assertThat(request.has("additionalModelRequestFields")).isEqualTo(additional != null);
        if (additional != null) {
            assertThat(request.path("additionalModelRequestFields")).isEqualTo(JSON.readTree(additional));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"},\"Version\":\"1.0\"}",
                "{}",
                "{\"output\":{}}"
            })
    void anAnswerWithoutAMessageIsNone(String answer) {
        assertThatThrownBy(() -> translation().answer(answer.getBytes(UTF_8))).isInstanceOf(JacksonException.class);
    }

    @Test
    void aCallThatTheModelFailedToWriteIsAnError() {
        byte[] failed =
                "{\"output\":{\"message\":{\"content\":[]}},\"stopReason\":\"malformed_tool_use\"}".getBytes(UTF_8);

        assertThat(JSON.readTree(translation().answer(failed).body())
                        .at("/error/message")
                        .asString(""))
                .contains("malformed_tool_use");
    }

    @Test
    void aPromptThatIsTooLongHasOpenAisWordForIt() {
        byte[] error =
                translation().error("{\"message\":\"Input is too long for requested model.\"}".getBytes(UTF_8), 400);

        assertThat(JSON.readTree(error).at("/error/code").asString("")).isEqualTo("context_length_exceeded");
    }

    /** Case 26. */
    @Test
    void whatAFailedAnswerHasCostIsCounted() {
        String usage = "\"usage\":{\"inputTokens\":8,\"outputTokens\":3,\"cacheReadInputTokens\":5}";
        Translation.Whole whole = translation()
                .answer(("{\"output\":{\"message\":{\"content\":[]}},\"stopReason\":\"malformed_tool_use\"," + usage
                                + "}")
                        .getBytes(UTF_8));
        StreamTranslation stream = translation().stream();
        String translated = translated(
                stream,
                "data: {\"messageStart\":{\"role\":\"assistant\"}}\n\ndata: {\"messageStop\":{\"stopReason\":\"malformed_tool_use\"}}\n\n"
                        + "data: {\"metadata\":{" + usage + "}}\n\n",
                1_000);

        assertThat(translated).contains("malformed_tool_use").doesNotContain("[DONE]");
        for (TokenUsage counted : List.of(whole.tokens(), stream.usage())) {
            assertThat(counted.input()).hasValue(13);
            assertThat(counted.output()).hasValue(3);
        }
        assertThat(new String(whole.body(), UTF_8)).doesNotContain("usage");
    }

    @Test
    void noTwoDocumentsOfARequestHaveTheSameName() throws Exception {
        String longest = "n".repeat(200);
        String files = Stream.of("", "Report", "report", "REPORT", "report-2", "", longest, longest)
                .map(name -> "{\"type\":\"file\",\"file\":{\"filename\":\"" + name
                        + "\",\"file_data\":\"data:application/pdf;base64,aGk=\"}}")
                .collect(Collectors.joining(","));

        JsonNode request = request("{\"messages\":[{\"role\":\"user\",\"content\":[" + files + "]}]}");

        assertThat(request.at("/messages/0/content")
                        .valueStream()
                        .map(block -> block.at("/document/name").asString("")))
                .containsExactly(
                        "document",
                        "Report",
                        "report-2",
                        "REPORT-3",
                        "report-2-2",
                        "document-2",
                        longest,
                        longest.substring(2) + "-2");
    }

    private JsonNode request(String body) throws Exception {
        return JSON.readTree(translation().request(RequestScan.of(body.getBytes(UTF_8)), CLAUDE));
    }

    @Test
    void toolsThatWereCalledBeforeAreDeclaredWhereTheRequestHasNone() throws Exception {
        String call = "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";

        JsonNode request = request(
                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[" + call + "," + call.replace("\"a\"", "\"b\"")
                        + "]},{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"\"},{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"x\"}]}");

        assertThat(request.path("toolConfig").toString())
                .isEqualTo(
                        "{\"tools\":[{\"toolSpec\":{\"name\":\"f\",\"inputSchema\":{\"json\":{\"type\":\"object\",\"properties\":{}}}}}]}");
        assertThat(request.at("/messages/1/content/0/toolResult/content").toString())
                .as("of a tool that said nothing")
                .isEqualTo("[{\"text\":\"\"}]");
    }

    @Test
    void whereNoToolMayBeCalledNoneIsGiven() throws Exception {
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"none\"}";

        JsonNode request = JSON.readTree(translation().request(RequestScan.of(body.getBytes(UTF_8)), CLAUDE));

        assertThat(request.has("toolConfig")).isFalse();
    }
}
