package io.quartermaster.protocol.translation;

import static io.quartermaster.protocol.translation.TranslationContract.CREATED;
import static io.quartermaster.protocol.translation.TranslationContract.JSON;
import static io.quartermaster.protocol.translation.TranslationContract.golden;
import static io.quartermaster.protocol.translation.TranslationContract.translated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the Responses API is beside the golden exchanges. */
class ResponsesClientTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            previous_response_id | {"input":"a","previous_response_id":"resp_1"}
            conversation         | {"input":"a","conversation":{"id":"conv_1"}}
            background           | {"input":"a","background":true}
            prompt               | {"input":"a","prompt":{"id":"pmpt_1"}}
            top_logprobs         | {"input":"a","top_logprobs":5}
            include              | {"input":"a","include":["message.output_text.logprobs"]}
            text                 | {"input":"a","text":{"format":{"type":"grammar"}}}
            tools                | {"input":"a","tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}
            tools                | {"input":"a","tools":[{"type":"mcp","server_label":"x"}]}
            tools                | {"input":"a","tools":[{"type":"custom","name":"x"}]}
            tool_choice          | {"input":"a","tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"web_search"}}
            input                | {}
            input                | {"input":7}
            input                | {"input":[{"type":"item_reference","id":"msg_1"}]}
            input                | {"input":[{"type":"web_search_call","id":"ws_1"}]}
            input                | {"input":[{"role":"robot","content":"a"}]}
            input                | {"input":[{"role":"user","content":[{"type":"input_image","file_id":"file_1"}]}]}
            input                | {"input":[{"role":"user","content":[{"type":"input_file","file_url":"https://example.org/a.pdf"}]}]}
            input                | {"input":[{"role":"assistant","content":[{"type":"input_image","image_url":"https://example.org/a.png"}]}]}
            input                | {"input":[{"type":"function_call_output","call_id":"a","output":"b"}]}
            input                | {"input":[{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}]}
            """)
    void whatIsKeptOrRunAtOpenAiIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> request(Dialect.ANTHROPIC, body))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field())
                                .as(refused.getMessage())
                                .contains(field));
    }

    @Test
    void whatWasAskedForIsToldBackThoughNothingIsStored() throws Exception {
        String tool =
                "{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"x\":0.10},\"strict\":true}";
        Translation translation = Translation.between(Dialect.RESPONSES, Dialect.ANTHROPIC, "1", CREATED, false);
        byte[] _ = translation.request(
                RequestScan.of(
                        ("{\"model\":\"m\",\"instructions\":\"Be brief.\",\"input\":\"a\",\"max_output_tokens\":50,\"temperature\":0.5,"
                                        + "\"metadata\":{\"a\":\"b\"},\"store\":true,\"tool_choice\":\"required\",\"parallel_tool_calls\":false,"
                                        + "\"reasoning\":{\"effort\":\"low\"},\"text\":{\"format\":{\"type\":\"text\"},\"verbosity\":\"low\"},\"tools\":["
                                        + tool + "]}")
                                .getBytes(UTF_8)),
                "claude-sonnet-4-5");

        JsonNode told = JSON.readTree(translation
                .answer(golden("anthropic", "plain.answer.provider.json"))
                .body());

        assertThat(told.path("instructions").asString("")).isEqualTo("Be brief.");
        assertThat(told.path("tools")).isEqualTo(JSON.readTree("[" + tool + "]"));
        assertThat(told.path("tool_choice").asString("")).isEqualTo("required");
        assertThat(told.path("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(told.path("max_output_tokens").asInt(0)).isEqualTo(50);
        assertThat(told.at("/metadata/a").asString("")).isEqualTo("b");
        assertThat(told.at("/reasoning/effort").asString("")).isEqualTo("low");
        assertThat(told.at("/text/verbosity").asString("")).isEqualTo("low");
        assertThat(told.path("store").asBoolean(true)).isFalse();
    }

    /** Case 19: what a model signed comes back to it, whatever the client makes of the rest. */
    @Test
    void case19_signedThoughtsComeBackToTheirModel() throws Exception {
        String hidden = "{\"type\":\"redacted_thinking\",\"data\":\"x+/=\"}";
        JsonNode response = JSON.readTree(Translation.between(Dialect.RESPONSES, Dialect.ANTHROPIC, "1", CREATED, false)
                .answer(
                        ("{\"id\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Grü 🎉\",\"signature\":\"s1\"},"
                                        + hidden
                                        + ",{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}],\"stop_reason\":\"tool_use\"}")
                                .getBytes(UTF_8))
                .body());
        String output = response.path("output").toString();

        JsonNode next = request(
                Dialect.ANTHROPIC,
                "{\"input\":" + output.substring(0, output.length() - 1)
                        + ",{\"type\":\"function_call_output\",\"call_id\":\"t1\",\"output\":\"x\"}],\"reasoning\":{\"effort\":\"high\"},"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}");

        assertThat(next.at("/messages/0/content/0").toString())
                .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"Grü 🎉\",\"signature\":\"s1\"}");
        assertThat(next.at("/messages/0/content/1").toString()).isEqualTo(hidden);
        assertThat(next.at("/thinking/type").asString("")).isEqualTo("enabled");
    }

    @Test
    void carriedThoughtsAreOnlyWhatWasSignedAndNoMoreOfThemThanARequestMayHave() throws Exception {
        JsonNode kept = request(
                Dialect.ANTHROPIC,
                input(
                        carried(
                                "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\",\"more\":[[1,2]],\"data\":{\"a\":[]}}")));
        String many = carried(Stream.generate(() -> "{\"type\":\"thinking\",\"signature\":\"\"}")
                .limit(20_000)
                .collect(Collectors.joining(",")));

        assertThat(kept.at("/messages/0/content/0").toString())
                .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"}");
        assertThat(request(Dialect.ANTHROPIC, input(many, many)).path("messages"))
                .isNotEmpty();
        assertThatThrownBy(() -> request(Dialect.ANTHROPIC, input(many, many, many, many)))
                .isInstanceOf(MalformedBody.class)
                .hasMessageContaining("too many values");
    }

    private static String carried(String blocks) {
        return "qm1."
                + Base64.getUrlEncoder().encodeToString(("{\"thinking_blocks\":[" + blocks + "]}").getBytes(UTF_8));
    }

    private static String input(String... carried) {
        return "{\"input\":["
                + Arrays.stream(carried)
                        .map(thoughts -> "{\"type\":\"reasoning\",\"encrypted_content\":\"" + thoughts + "\"},")
                        .collect(Collectors.joining())
                + "{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]}";
    }

    @Test
    void aResponseIsNotBegunBeforeItsModelSaysSomething() throws Exception {
        Translation translation = Translation.between(Dialect.RESPONSES, Dialect.ANTHROPIC, "1", CREATED, false);
        byte[] _ = translation.request(
                RequestScan.of("{\"model\":\"m\",\"input\":\"a\"}".getBytes(UTF_8)), "claude-sonnet-4-5");
        StreamTranslation stream = translation.stream();
        String events = new String(golden("anthropic", "plain.stream.provider.sse"), UTF_8);
        int says = events.indexOf("event: content_block_delta");

        assertThat(translated(stream, events.substring(0, says), 1_000))
                .as("nothing but signs of life")
                .doesNotContain("event:");
        assertThat(translated(stream, events.substring(says), 1_000))
                .contains("event: response.created", "event: response.in_progress", "event: response.output_text.delta")
                .doesNotContain("\"id\":\"resp_\"");
    }

    @Test
    void thoughtsThatSomebodyElseMadeUpAreLeftOut() throws Exception {
        for (String thoughts : List.of("qm1.", "qm1.!!", "qm1.e30", "qm1.W10", "gAAAA", "")) {
            JsonNode request = request(
                    Dialect.ANTHROPIC,
                    "{\"input\":[{\"type\":\"reasoning\",\"encrypted_content\":\"" + thoughts
                            + "\"},{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]}");

            assertThat(request.at("/messages/0/content").size()).as(thoughts).isEqualTo(1);
        }
    }

    @Test
    void picturesThatACallLedToAreShownAfterIt() throws Exception {
        JsonNode request = request(
                Dialect.OPENAI_COMPATIBLE,
                "{\"input\":[{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"\"},{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":["
                        + "{\"type\":\"input_text\",\"text\":\"seen\"},{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,aGk=\"}]}]}");

        assertThat(request.at("/messages/1/content").asString("")).isEqualTo("seen");
        assertThat(request.at("/messages/2/content/0/image_url/url").asString(""))
                .isEqualTo("data:image/png;base64,aGk=");
    }

    @Test
    void filesAreDocumentsAtAnthropic() throws Exception {
        JsonNode content = request(
                        Dialect.ANTHROPIC,
                        "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,cGRm\"},"
                                + "{\"type\":\"input_file\",\"filename\":\"a.txt\",\"file_data\":\"data:text/plain;base64,R3LDvMOfZQ==\"}]}]}")
                .at("/messages/0/content");

        assertThat(content.path(0).toString())
                .isEqualTo(
                        "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"cGRm\"},\"title\":\"a.pdf\"}");
        assertThat(content.at("/1/source").toString())
                .isEqualTo("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"Grüße\"}");
    }

    @Test
    void toolsThatAreNotAllowedAreNotGiven() throws Exception {
        JsonNode request = request(
                Dialect.OPENAI_COMPATIBLE,
                "{\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"function\",\"name\":\"g\"}],"
                        + "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"g\"}]}}");

        assertThat(request.path("tools").size()).isEqualTo(1);
        assertThat(request.at("/tools/0/function/name").asString("")).isEqualTo("g");
        assertThat(request.path("tool_choice").asString("")).isEqualTo("required");
    }

    @Test
    void callsWithoutIdsAreSeveralAndGetSome() {
        JsonNode output = JSON.readTree(
                        Translation.between(Dialect.RESPONSES, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false)
                                .answer(
                                        "{\"id\":\"x\",\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}},{\"function\":{\"name\":\"g\"}}]}}]}"
                                                .getBytes(UTF_8))
                                .body())
                .path("output");

        assertThat(output.at("/0/call_id").asString("")).isEqualTo("call_x_0");
        assertThat(output.at("/0/arguments").asString("")).isEqualTo("{\"a\":1}");
        assertThat(output.at("/1/call_id").asString("")).isEqualTo("call_x_1");
        assertThat(output.at("/1/arguments").asString("")).isEqualTo("{}");
    }

    @Test
    void whatIsKeptOfAStreamIsCountedAndBounded() throws Exception {
        StreamTranslation stream =
                Translation.between(Dialect.RESPONSES, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false).stream();
        String piece =
                "data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(10_000) + "\"}}]}\n\n";

        for (int i = 0; i < 50; i++) {
            String _ = translated(stream, piece, 1 << 16);
        }
        assertThat(stream.held()).isBetween(500_000, 510_000);
        assertThat(stream.isBroken()).isFalse();
        for (int i = 0; i < 400; i++) {
            String _ = translated(stream, piece, 1 << 16);
        }
        assertThat(stream.isBroken()).isTrue();
    }

    @Test
    void anErrorBeforeAnythingElseIsOneThatClientsThrow() throws Exception {
        StreamTranslation stream =
                Translation.between(Dialect.RESPONSES, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false).stream();

        String told =
                translated(stream, "data: {\"error\":{\"message\":\"No\",\"type\":\"x\",\"code\":\"y\"}}\n\n", 1_000);

        assertThat(stream.end()).isTrue();
        assertThat(told).startsWith("event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,");
        assertThat(JSON.readTree(told.substring(told.indexOf('{')))
                        .at("/error/message")
                        .asString(""))
                .isEqualTo("No");
    }

    /** Signatures that no call is for are no way to fill the memory of a node. */
    @Test
    void signaturesThatComeTooLateAreCountedAndBounded() throws Exception {
        StreamTranslation stream =
                Translation.between(Dialect.RESPONSES, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false).stream();
        String call =
                "data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c%d\",\"function\":{%s},"
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"" + "s".repeat(10_000)
                        + "\"}}}]}}]}\n\n";

        String _ = translated(stream, call.formatted(0, "\"name\":\"f\""), 1 << 16);
        for (int i = 1; i <= 50; i++) {
            String _ = translated(stream, call.formatted(i, ""), 1 << 16);
        }
        assertThat(stream.held()).isBetween(500_000, 520_000);
        for (int i = 51; i <= 150; i++) {
            String _ = translated(stream, call.formatted(i, ""), 1 << 16);
        }
        assertThat(stream.isBroken()).isTrue();
    }

    @Test
    void aSignatureThatComesAmongCallsFollowsThem() throws Exception {
        String call =
                "{\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}";

        JsonNode output = JSON.readTree(
                        Translation.between(Dialect.RESPONSES, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false)
                                .answer(("{\"id\":\"x\",\"choices\":[{\"message\":{\"tool_calls\":["
                                                + call.formatted("a") + "," + call.formatted("b") + "]}}]}")
                                        .getBytes(UTF_8))
                                .body())
                .path("output");

        assertThat(output.valueStream().map(item -> item.path("type").asString("")))
                .containsExactly("reasoning", "function_call", "function_call", "reasoning");
    }

    private static JsonNode request(Dialect provider, String body) throws MalformedBody {
        return JSON.readTree(Translation.between(Dialect.RESPONSES, provider, "1", CREATED, false)
                .request(RequestScan.of(body.getBytes(UTF_8)), "claude-sonnet-4-5"));
    }
}
