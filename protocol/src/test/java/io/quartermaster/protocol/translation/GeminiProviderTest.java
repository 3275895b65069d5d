package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Chat completions and embeddings at Google's models. */
class GeminiProviderTest extends TranslationContract {

    GeminiProviderTest() {
        super("gemini");
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.OPENAI, Dialect.GEMINI, "1", CREATED, true);
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "gemini-2.5-flash" : "gemini-3.5-flash";
    }

    @Test
    void newerModelsThinkByLevels() throws Exception {
        assertRequest("levels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            logit_bias      | {"logit_bias":{"50256":-100},"messages":[]}
            functions       | {"functions":[{"name":"f"}],"messages":[]}
            response_format | {"response_format":{"type":"grammar"},"messages":[]}
            tools           | {"messages":[],"tools":[{"type":"web_search"}]}
            tool_choice     | {"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"perhaps"}
            messages        | {"messages":[{"role":"tool","tool_call_id":"unknown","content":"x"}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"video"}]}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}
            """)
    void whatGoogleCannotIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> translation().request(RequestScan.of(body.getBytes(UTF_8)), "gemini-3.5-flash"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    @Test
    void case13_aPromptThatIsBlockedIsAContentFiltersVerdict() {
        String blocked =
                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":{\"promptTokenCount\":4}}";

        JsonNode whole =
                JSON.readTree(translation().answer(blocked.getBytes(UTF_8)).body());
        StreamTranslation stream = translation().stream();
        String streamed = translated(stream, "data: " + blocked + "\n\n", 1_000);
        boolean ended = stream.end();

        assertThat(whole.at("/choices/0/finish_reason").asString("")).isEqualTo("content_filter");
        assertThat(whole.at("/choices/0/message/refusal").asString("")).contains("PROHIBITED_CONTENT");
        assertThat(streamed).contains("\"refusal\":\"The prompt was blocked: PROHIBITED_CONTENT.\"");
        assertThat(ended).isTrue();
        assertThat(new String(stream.take(), UTF_8)).contains("\"finish_reason\":\"content_filter\"", "[DONE]");
    }

    @Test
    void aCallThatTheModelCouldNotMakeIsAnError() {
        String failed =
                "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"Malformed function call: f(\"}]}";

        JsonNode whole =
                JSON.readTree(translation().answer(failed.getBytes(UTF_8)).body());
        String streamed = translated(translation().stream(), "data: " + failed + "\n\n", 1_000);

        assertThat(whole.at("/error/message").asString("")).startsWith("Malformed function call");
        assertThat(streamed).startsWith("data: {\"error\":").doesNotContain("[DONE]");
    }

    @Test
    void theInputIsKnownFromTheFirstEventOn() throws Exception {
        String events = new String(golden("plain.stream.provider.sse"), UTF_8);
        StreamTranslation stream = translation().stream();

        translated(stream, events.substring(0, events.indexOf("\n\n") + 2), 1_000);

        assertThat(stream.usage().input()).hasValue(30);
        assertThat(stream.usage().output()).as("more is to come").isEmpty();
    }

    @Test
    void whatIsNoAnswerIsUnreadable() {
        assertThatThrownBy(() -> translation().answer("{\"data\":[]}".getBytes(UTF_8)))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void picturesThatAModelMakesAreInTheMessage() {
        String painted =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}}]},\"finishReason\":\"STOP\"}]}";

        JsonNode whole =
                JSON.readTree(translation().answer(painted.getBytes(UTF_8)).body());

        assertThat(whole.at("/choices/0/message/images/0/image_url/url").asString(""))
                .isEqualTo("data:image/png;base64,aGk=");
    }

    /** Case 20: Anthropic's clients, by way of chat completions. */
    @Test
    void case20_messagesReachGoogleToo() throws Exception {
        Translation both = Translation.between(Dialect.ANTHROPIC, Dialect.GEMINI, "1", CREATED, false);

        JsonNode request = JSON.readTree(both.request(
                RequestScan.of(
                        "{\"max_tokens\":5,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                                .getBytes(UTF_8)),
                "gemini-3.5-flash"));
        StreamTranslation stream = both.stream();
        String streamed = translated(stream, new String(golden("tools.stream.provider.sse"), UTF_8), 1_000);
        boolean ended = stream.end();
        String rest = new String(stream.take(), UTF_8);

        assertThat(request.at("/contents/0/parts/0/text").asString("")).isEqualTo("hi");
        assertThat(request.at("/systemInstruction/parts/0/text").asString("")).isEqualTo("s");
        assertThat(request.at("/generationConfig/maxOutputTokens").asInt(0)).isEqualTo(5);
        assertThat(streamed).contains("event: message_start", "\"text\":\"Okay\"", "\"name\":\"get_weather\"");
        assertThat(ended).isTrue();
        assertThat(rest).contains("\"stop_reason\":\"tool_use\"", "\"output_tokens\":89", "message_stop");
    }

    @Test
    void textsAreEmbeddedAndPackedAsTheClientAsks() throws Exception {
        Translation plain = Translation.ofEmbeddings(Dialect.GEMINI);
        JsonNode request = JSON.readTree(plain.request(
                RequestScan.of("{\"input\":[\"a\",\"b\"],\"dimensions\":2}".getBytes(UTF_8)), "gemini-embedding-001"));
        byte[] answer = "{\"embeddings\":[{\"values\":[0.25,-0.5]},{\"values\":[1,2]}]}".getBytes(UTF_8);

        assertThat(request).isEqualTo(JSON.readTree("""
                                {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},"outputDimensionality":2},
                                {"model":"models/gemini-embedding-001","content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}"""));
        JsonNode list = JSON.readTree(plain.answer(answer).body());
        assertThat(list.at("/data/1/embedding").toString()).isEqualTo("[1,2]");
        assertThat(list.at("/data/1/index").asInt(0)).isEqualTo(1);
        assertThat(list.at("/usage/prompt_tokens").asInt(0)).isPositive();
        assertThat(plain.answer(answer).tokens().input())
                .as("nobody reported any")
                .isEmpty();

        Translation packed = Translation.ofEmbeddings(Dialect.GEMINI);
        byte[] _ = packed.request(
                RequestScan.of("{\"input\":\"a\",\"encoding_format\":\"base64\"}".getBytes(UTF_8)),
                "gemini-embedding-001");
        assertThat(JSON.readTree(packed.answer("{\"embeddings\":[{\"values\":[0.25,-0.5]}]}".getBytes(UTF_8))
                                .body())
                        .at("/data/0/embedding")
                        .asString(""))
                .isEqualTo("AACAPgAAAL8=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"input\":[1,2]}", "{\"input\":[]}", "{}"})
    void whatIsNoTextIsNotEmbedded(String body) {
        assertThatThrownBy(() -> Translation.ofEmbeddings(Dialect.GEMINI)
                        .request(RequestScan.of(body.getBytes(UTF_8)), "gemini-embedding-001"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains("input"));
    }

    @Test
    void case19_callsThatComeAtOnceAreToldOneByOneAfterTheText() {
        StreamTranslation stream = translation().stream();

        String told = translated(
                stream,
                "data: {\"responseId\":\"r1\",\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}},{\"text\":\"a\"},{\"functionCall\":{\"name\":\"g\"}}]}}]}\n\n",
                1_000);

        assertThat(told.lines()
                        .filter(line -> line.startsWith("data: {"))
                        .map(line -> JSON.readTree(line.substring(6)).at("/choices/0/delta"))
                        .map(delta -> delta.path("content").asString("")
                                + delta.path("tool_calls").size()
                                + delta.at("/tool_calls/0/function/name").asString("")))
                .containsExactly("0", "a0", "1f", "1g");
    }
}
