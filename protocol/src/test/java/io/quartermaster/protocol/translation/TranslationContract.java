package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every pair of protocols must get right, held against the exchanges in {@code golden/} (see SOURCE.md there). */
abstract class TranslationContract {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    static final long CREATED = 1_700_000_000;

    private final String folder;

    TranslationContract(String folder) {
        this.folder = folder;
    }

    abstract Translation translation();

    /** A model whose name a case is to be translated for. */
    abstract String model(String name);

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools", "images", "structured", "reasoning"})
    void case19_requestsAreTranslated(String name) throws Exception {
        assertRequest(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools", "reasoning"})
    void case19_answersAreTranslated(String name) throws Exception {
        byte[] translated =
                translation().answer(golden(name + ".answer.provider.json")).body();

        assertThat(JSON.readTree(translated)).isEqualTo(JSON.readTree(golden(name + ".answer.client.json")));
    }

    @Test
    void errorsAreTranslated() throws Exception {
        byte[] translated = translation().error(golden("error.answer.provider.json"), 429);

        assertThat(JSON.readTree(translated)).isEqualTo(JSON.readTree(golden("error.answer.client.json")));
        assertThat(JSON.readTree(translation().error("<html>".getBytes(UTF_8), 502))
                        .at("/error/message")
                        .asString(""))
                .contains("no message");
    }

    /** Case 21: in pieces of any size, so that events and letters are cut anywhere, with LF or CRLF. */
    @ParameterizedTest
    @CsvSource({
        "plain,1,false",
        "plain,7,true",
        "plain,100000,false",
        "tools,1,true",
        "tools,64,false",
        "reasoning,3,false"
    })
    void case19_21_streamsAreTranslatedEventByEvent(String name, int size, boolean crLf) throws Exception {
        String events = new String(golden(name + ".stream.provider.sse"), UTF_8);
        StreamTranslation translation = translation().stream();

        String translated = translated(translation, crLf ? events.replace("\n", "\r\n") : events, size);
        assertThat(translation.end()).isTrue();
        translated += new String(translation.take(), UTF_8);

        assertThat(translation.isBroken()).isFalse();
        assertThat(translation.held()).isZero();
        assertThat(events(translated)).isEqualTo(events(new String(golden(name + ".stream.client.sse"), UTF_8)));
    }

    /** Case 26: streamed or not, what the provider counted is what the ledger gets. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "tools"})
    void case26_tokensAreRead(String name) throws Exception {
        StreamTranslation stream = translation().stream();
        translated(stream, new String(golden(name + ".stream.provider.sse"), UTF_8), 1_000);
        assertThat(stream.end()).isTrue();
        TokenUsage whole =
                translation().answer(golden(name + ".answer.provider.json")).tokens();

        assertThat(stream.usage().input()).hasValue(name.equals("plain") ? 30 : 472);
        assertThat(stream.usage().output()).hasValue(name.equals("plain") ? 15 : 89);
        assertThat(whole.input()).hasValue(name.equals("plain") ? 2108 : 472);
        assertThat(whole.output()).hasValue(name.equals("plain") ? 25 : 89);
        if (name.equals("plain")) {
            assertThat(stream.usage().cachedInput()).hasValue(5);
            assertThat(whole.cachedInput()).hasValue(2_000);
        }
    }

    /** Case 26: what nobody reported is counted by us, and not nothing. */
    @Test
    void case26_whatIsNotReportedIsUnknown() throws Exception {
        String answer = withoutUsage(new String(golden("plain.answer.provider.json"), UTF_8));
        String events = new String(golden("plain.stream.provider.sse"), UTF_8)
                .lines()
                .map(line -> line.startsWith("data: {") ? "data: " + withoutUsage(line.substring(6)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
        StreamTranslation stream = translation().stream();
        translated(stream, events, 1_000);

        assertThat(stream.end()).isTrue();
        assertThat(stream.usage()).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(stream.textTokens()).isPositive();
        assertThat(translation().answer(answer.getBytes(UTF_8)).tokens()).isEqualTo(TokenUsage.UNKNOWN);
    }

    private static String withoutUsage(String json) {
        ObjectNode tree = (ObjectNode) JSON.readTree(json);
        for (String at : List.of("", "/message", "/delta", "/metadata")) {
            if (tree.at(at) instanceof ObjectNode object) {
                object.remove(List.of("usage", "usageMetadata"));
            }
        }
        return tree.toString();
    }

    /** Case 8: a stream that is cut never looks complete. */
    @Test
    void case08_aStreamThatIsCutIsNotWhole() throws Exception {
        String events = new String(golden("tools.stream.provider.sse"), UTF_8);
        String half = events.substring(0, events.indexOf("\n\n", events.length() / 3) + 2);
        StreamTranslation translation = translation().stream();

        String translated = translated(translation, half, 1_000);

        assertThat(translation.end()).isFalse();
        assertThat(translated)
                .isNotEmpty()
                .doesNotContain(
                        "[DONE]", "message_stop", "\"finish_reason\":\"", "response.completed", "response.incomplete");
    }

    @Test
    void case10_anEventThatIsNoJsonBreaksTheStream() throws Exception {
        String events = new String(golden("plain.stream.provider.sse"), UTF_8);
        StreamTranslation translation = translation().stream();

        translated(translation, "data: {\"a\":\n\n" + events, 1_000);

        assertThat(translation.isBroken()).isTrue();
        assertThat(translation.end()).isFalse();
    }

    void assertRequest(String name) throws Exception {
        byte[] translated = translation().request(RequestScan.of(golden(name + ".request.client.json")), model(name));

        assertThat(JSON.readTree(translated)).isEqualTo(JSON.readTree(golden(name + ".request.provider.json")));
    }

    static String translated(StreamTranslation translation, String events, int size) {
        byte[] bytes = events.getBytes(UTF_8);
        SseScanner scanner = new SseScanner(1 << 16, translation);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            assertThat(scanner.accept(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))))
                    .as("nothing passes as it is")
                    .isEmpty();
            out.writeBytes(translation.take());
        }
        return out.toString(UTF_8);
    }

    /** Names and data; comments aside. */
    private static List<Object> events(String stream) {
        return stream.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith(":"))
                .<Object>map(
                        line -> line.startsWith("data: {") ? JSON.readTree(line.substring("data: ".length())) : line)
                .toList();
    }

    byte[] golden(String name) throws IOException {
        return golden(folder, name);
    }

    static byte[] golden(String folder, String name) throws IOException {
        try (InputStream in = TranslationContract.class.getResourceAsStream("golden/" + folder + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no golden file " + folder + "/" + name);
            }
            return in.readAllBytes();
        }
    }
}
