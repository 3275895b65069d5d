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

/** Anthropic's messages at models that are called by chat completions. */
class MessagesClientTest extends TranslationContract {

    MessagesClientTest() {
        super("messages");
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI, "1", CREATED, false);
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "gpt-5" : "gpt-4o";
    }

    @Test
    void compatibleServersGetTheOlderFieldsAndTopK() throws Exception {
        byte[] translated = Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false)
                .request(RequestScan.of(golden("plain.request.client.json")), "llama");

        assertThat(JSON.readTree(translated).path("max_tokens").asInt(0)).isEqualTo(300);
        assertThat(JSON.readTree(translated).path("top_k").asInt(0)).isEqualTo(5);
        assertThat(JSON.readTree(translated).has("max_completion_tokens")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, false",
        "gpt-5-chat-latest, false",
        "o3-mini, true",
        "gpt-5.2, true",
        "openai/gpt-5, true",
        "qwen, false"
    })
    void onlyModelsThatReasonAreToldAnEffort(String model, boolean told) throws Exception {
        RequestScan scan = RequestScan.of(
                "{\"messages\":[],\"temperature\":1,\"output_config\":{\"effort\":\"max\"},\"thinking\":{\"type\":\"adaptive\"}}"
                        .getBytes(UTF_8));

        JsonNode translated = JSON.readTree(translation().request(scan, model));

        assertThat(translated.path("reasoning_effort").asString("")).isEqualTo(told ? "xhigh" : "");
        assertThat(translated.has("temperature")).isNotEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mcp_servers | {"mcp_servers":[{"type":"url"}],"messages":[]}
            container   | {"container":"c1","messages":[]}
            tools       | {"messages":[],"tools":[{"type":"web_search_20250305","name":"web_search"}]}
            tool_choice | {"messages":[],"tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"perhaps"}}
            messages    | {"messages":[{"role":"robot","content":"x"}]}
            messages    | {"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}
            messages    | {"messages":[{"role":"assistant","content":[{"type":"server_tool_use"}]}]}
            system      | {"system":[{"type":"image"}],"messages":[]}
            """)
    void whatRunsAtAnthropicOnlyIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> translation().request(RequestScan.of(body.getBytes(UTF_8)), "gpt-4o"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    /** Case 11. */
    @Test
    void case11_aStreamWithoutItsLastLineIsWholeOnceItHasSaidWhyItFinished() throws Exception {
        String events = new String(golden("plain.stream.provider.sse"), UTF_8).replace("data: [DONE]\n\n", "");
        StreamTranslation translation = translation().stream();

        String translated = translated(translation, events, 1_000);
        assertThat(translated).doesNotContain("message_stop");
        assertThat(translation.end()).isTrue();

        assertThat(new String(translation.take(), UTF_8)).contains("\"output_tokens\":15", "event: message_stop");
    }

    private static final String FINISHED =
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";

    @Test
    void callsWithoutNumbersAreSeveral() throws Exception {
        StreamTranslation translation = translation().stream();
        String call =
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n";

        String translated = translated(translation, call.formatted("a") + call.formatted("b") + FINISHED, 1_000);

        assertThat(translated)
                .contains("\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\"")
                .contains("\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"b\"")
                .contains("\"stop_reason\":\"tool_use\"");
    }

    @Test
    void fragmentsThatWaitAreCounted() throws Exception {
        StreamTranslation translation = translation().stream();
        String fragment =
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}]}}]}\n\n";

        translated(translation, fragment.formatted(0, "{"), 1_000);
        for (int i = 0; i < 100; i++) {
            translated(translation, fragment.formatted(1, "x".repeat(1_000)), 10_000);
        }

        assertThat(translation.held()).isBetween(100_000, 101_000);
    }

    @Test
    void aCallThatWasCutForItsLengthIsHalfOneAndAnyOtherUnreadable() {
        String answer =
                "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\"}}]},\"finish_reason\":\"%s\"}]}";

        JsonNode cut = JSON.readTree(
                translation().answer(answer.formatted("length").getBytes(UTF_8)).body());
        assertThat(cut.path("stop_reason").asString("")).isEqualTo("max_tokens");
        assertThat(cut.at("/content/0/input").isEmpty()).isTrue();
        assertThatThrownBy(() ->
                        translation().answer(answer.formatted("tool_calls").getBytes(UTF_8)))
                .isInstanceOf(JacksonException.class);
    }
}
