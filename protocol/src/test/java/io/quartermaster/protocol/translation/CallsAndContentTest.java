package io.quartermaster.protocol.translation;

import static io.quartermaster.protocol.translation.TranslationContract.CREATED;
import static io.quartermaster.protocol.translation.TranslationContract.JSON;
import static io.quartermaster.protocol.translation.TranslationContract.translated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The habits of servers that resemble OpenAI's, as Anthropic's clients see them, and what other providers refuse of a request. */
class CallsAndContentTest {

    private static final String FINISHED = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final StreamTranslation stream =
            Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false).stream();

    @Test
    void callsThatAllHaveTheSameNumberAreSeveral() {
        String answer = run(
                call("0", "a", "f", "{\"x\":1}"), call("0", "b", "g", "{\"y\":2}"), call("0", "c", "h", ""), FINISHED);

        assertThat(calls(answer)).containsExactly("a f {\"x\":1}", "b g {\"y\":2}", "c h {}");
    }

    @Test
    void fragmentsWithNewIdsAreOneCallUnlessTheyNameAFunction() {
        String answer =
                run(call("0", "a", "f", ""), call("0", "a1", "", "{\"x\""), call("0", "a2", "", ":1}"), FINISHED);

        assertThat(calls(answer)).containsExactly("a f {\"x\":1}");
    }

    @Test
    void fragmentsThatRepeatTheNameAreOneCall() {
        String answer = run(call("0", "a", "f", "{\"x\""), call("0", "a", "f", ":1}"), FINISHED);

        assertThat(calls(answer)).containsExactly("a f {\"x\":1}");
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "1, -1", "-5, 0"})
    void callsAreInTheOrderOfTheirBeginningsWhateverTheirNumbers(String first, String second) {
        String answer = run(
                call(first, "a", "f", "{\"x\""),
                call(second, "b", "g", "{\"y\""),
                call(first, "", "", ":1}"),
                call(second, "", "", ":2}"),
                FINISHED);

        assertThat(calls(answer)).containsExactly("a f {\"x\":1}", "b g {\"y\":2}");
        assertThat(stream.held()).isZero();
    }

    @Test
    void moreCallsThanAnybodyMakesAreUnreadable() {
        for (int call = 0; call < 2_000; call++) {
            translated(stream, event(call("" + call, "a" + call, "f", "{}")), 1 << 16);
        }

        assertThat(stream.isBroken()).isTrue();
    }

    /** Gateway case 8. */
    @Test
    void case08_aLastLineWithoutAReasonIsACut() {
        String answer = run("{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}", "[DONE]", FINISHED);

        assertThat(answer).contains("half").doesNotContain("message_stop");
        assertThat(stream.end()).isFalse();
        assertThat(stream.take()).isEmpty();
    }

    @Test
    void anErrorInAStreamMayBeAText() {
        String answer = run("{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}", "{\"error\":\"out of memory\"}");

        assertThat(answer).contains("event: error", "out of memory").doesNotContain("message_stop");
        assertThat(stream.isOver()).isTrue();
    }

    @Test
    void contentMayBeAListOfParts() {
        String parts =
                "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]";
        JsonNode answer = JSON.readTree(answer("{\"choices\":[{\"message\":{\"content\":" + parts + "}}]}"));
        String streamed = run("{\"choices\":[{\"delta\":{\"content\":" + parts + "}}]}", FINISHED);

        assertThat(answer.at("/content/0/thinking").asString("")).isEqualTo("hm");
        assertThat(answer.at("/content/1/text").asString("")).isEqualTo("ab");
        assertThat(streamed).contains("\"thinking\":\"hm\"", "\"text\":\"ab\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"type":"image","data":"x"}]
            {"text":"x"}
            [7]
            """)
    void contentOfAnotherKindIsNotLostInSilence(String content) {
        assertThatThrownBy(() -> answer("{\"choices\":[{\"message\":{\"content\":" + content + "}}]}"))
                .isInstanceOf(JacksonException.class);
        translated(stream, event("{\"choices\":[{\"delta\":{\"content\":" + content + "}}]}"), 1 << 16);
        assertThat(stream.isBroken()).isTrue();
    }

    @Test
    void aFirstChunkThatTellsOfFiltersDoesNotNameTheMessage() {
        String answer = run(
                "{\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[]}",
                "{\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}",
                FINISHED);

        assertThat(answer).contains("\"id\":\"c1\"").containsOnlyOnce("event: message_start");
    }

    @Test
    void anEventWithoutDataIsASignOfLife() {
        translated(stream, "data:\n\ndata: \n\n", 1 << 16);

        assertThat(stream.isBroken()).isFalse();
    }

    @Test
    void aDeltaOfABlockThatNeverBeganIsUnreadable() {
        StreamTranslation anthropic =
                Translation.between(Dialect.OPENAI, Dialect.ANTHROPIC, "1", CREATED, false).stream();

        translated(
                anthropic,
                event(
                        "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}"),
                1 << 16);

        assertThat(anthropic.isBroken()).isTrue();
    }

    @Test
    void aSystemThatSaysNothingIsNotSentToGoogle() throws Exception {
        JsonNode request = request(
                Dialect.GEMINI,
                "{\"messages\":[{\"role\":\"system\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(request.has("systemInstruction")).isFalse();
        assertThat(request.at("/contents/0/parts/0/text").asString("")).isEqualTo("hi");
    }

    @Test
    void picturesThatAToolFoundAreNotLostOnTheWayToGoogle() {
        String body =
                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/b.png\"}}]}]}";

        assertThatThrownBy(() -> request(Dialect.GEMINI, body))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.getMessage()).contains("text only"));
    }

    @Test
    void cohereGetsOfContentWhatItKnows() throws Exception {
        JsonNode request = request(
                Dialect.COHERE,
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\",\"detail\":\"low\",\"x\":1}}]}]}");

        assertThat(request.at("/messages/0/content").toString())
                .isEqualTo(
                        "[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\",\"detail\":\"low\"}}]");
    }

    /** Claude Code keeps the thoughts of a turn that its user broke off. */
    @Test
    void aTurnThatOnlyThoughtIsLeftOut() throws Exception {
        JsonNode messages = JSON.readTree(Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI, "1", CREATED, false)
                        .request(
                                RequestScan.of(
                                        "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"y\"}]},{\"role\":\"user\",\"content\":\"b\"}]}"
                                                .getBytes(UTF_8)),
                                "gpt-4o"))
                .path("messages");

        assertThat(messages.valueStream().map(message -> message.path("role").asString("")))
                .containsExactly("user", "user");
    }

    private static JsonNode request(Dialect provider, String body) throws MalformedBody {
        return JSON.readTree(Translation.between(Dialect.OPENAI, provider, "1", CREATED, true)
                .request(RequestScan.of(body.getBytes(UTF_8)), "m"));
    }

    private static byte[] answer(String answer) {
        return Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false)
                .answer(answer.getBytes(UTF_8))
                .body();
    }

    private String run(String... data) {
        StringBuilder events = new StringBuilder();
        for (String one : data) {
            events.append(event(one));
        }
        String translated = translated(stream, events.toString(), 1 << 16);
        assertThat(stream.isBroken()).isFalse();
        return stream.end() ? translated + new String(stream.take(), UTF_8) : translated;
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String call(String index, String id, String name, String arguments) {
        return JSON.createObjectNode()
                .set(
                        "choices",
                        JSON.readTree("[{\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
                                + "\",\"function\":{\"name\":\"" + name + "\",\"arguments\":"
                                + JSON.writeValueAsString(arguments) + "}}]}}]"))
                .toString();
    }

    /** Each block of a call: its id, name and arguments. */
    private static List<String> calls(String stream) {
        TreeMap<Integer, String> calls = new TreeMap<>();
        stream.lines().filter(line -> line.startsWith("data: {")).forEach(line -> {
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            JsonNode block = event.path("content_block");
            int index = event.path("index").asInt(-1);
            if (block.path("type").asString("").equals("tool_use")) {
                calls.put(
                        index,
                        block.path("id").asString("") + " " + block.path("name").asString("") + " ");
            }
            calls.computeIfPresent(
                    index, (_, call) -> call + event.at("/delta/partial_json").asString(""));
        });
        return List.copyOf(calls.values());
    }
}
