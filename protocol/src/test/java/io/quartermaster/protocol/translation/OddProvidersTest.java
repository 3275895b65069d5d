package io.quartermaster.protocol.translation;

import static io.quartermaster.protocol.translation.TranslationContract.CREATED;
import static io.quartermaster.protocol.translation.TranslationContract.JSON;
import static io.quartermaster.protocol.translation.TranslationContract.translated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Providers that answer at length, or in ways of their own. */
class OddProvidersTest {

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "GEMINI"})
    void argumentsStayTheTextTheyAre(Dialect provider) throws Exception {
        byte[] request = Translation.between(Dialect.OPENAI, provider, "1", CREATED, true)
                .request(RequestScan.of(call("{ \\\"a\\\" : 1.50 }").getBytes(UTF_8)), "m");

        assertThat(new String(request, UTF_8)).contains(":{ \"a\" : 1.50 }");
        assertThat(JSON.readTree(request).isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "1", "{} x", "{", "{\\\"a\\\":}", "{\\\"a\\\":1}}"})
    void argumentsThatAreNoObjectAreRefused(String arguments) {
        assertThatThrownBy(() -> Translation.between(Dialect.OPENAI, Dialect.ANTHROPIC, "1", CREATED, true)
                        .request(RequestScan.of(call(arguments).getBytes(UTF_8)), "m"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.getMessage()).contains("`arguments`"));
    }

    private static String call(String arguments) {
        return "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\""
                + arguments + "\"}}]}]}";
    }

    @Test
    void aLongIdIsNotSaidAgainWithEveryEvent() {
        String id = "i".repeat(30_000);
        String anthropic = "data: {\"type\":\"message_start\",\"message\":{\"id\":\"" + id + "\",\"model\":\"" + id
                + "\"}}\n\n" + "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\"}}\n\n"
                + "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n"
                        .repeat(100);
        String cohere = "data: {\"type\":\"message-start\",\"id\":\"" + id + "\"}\n\n"
                + "data: {\"type\":\"content-delta\",\"delta\":{\"message\":{\"content\":{\"text\":\"x\"}}}}\n\n"
                        .repeat(100);
        String candidates = String.join(",", Collections.nCopies(100, "{\"content\":{\"parts\":[{\"text\":\"x\"}]}}"));
        String gemini = "data: {\"responseId\":\"" + id + "\",\"modelVersion\":\"" + id + "\",\"candidates\":["
                + candidates + "]}\n\n";

        assertThat(translated(stream(Dialect.ANTHROPIC), anthropic, 1 << 16)).hasSizeLessThan(100_000);
        assertThat(translated(stream(Dialect.COHERE), cohere, 1 << 16)).hasSizeLessThan(100_000);
        assertThat(translated(stream(Dialect.GEMINI), gemini, 1 << 16)).hasSizeLessThan(100_000);
    }

    private static StreamTranslation stream(Dialect provider) {
        return Translation.between(Dialect.OPENAI, provider, "1", CREATED, true).stream();
    }

    @ParameterizedTest
    @CsvSource({"GEMINI, 100", "COHERE, 200"})
    void longListsOfLongEmbeddingsAreRead(Dialect provider, int texts) throws Exception {
        Translation translation = embeddings(provider, texts);
        String numbers = String.join(",", Collections.nCopies(3_072, "0.125"));

        JsonNode list = JSON.readTree(
                translation.answer(embedded(provider, texts, numbers)).body());

        assertThat(list.path("data").size()).isEqualTo(texts);
        assertThat(list.at("/data/0/embedding").size()).isEqualTo(3_072);
    }

    @ParameterizedTest
    @CsvSource({"GEMINI, 2, 1", "COHERE, 2, 1", "GEMINI, 3, ''", "COHERE, 3, ''", "GEMINI, 3, '\"a\"'"})
    void embeddingsThatAreMissingAreNoAnswer(Dialect provider, int given, String values) throws Exception {
        Translation translation = embeddings(provider, 3);

        assertThatThrownBy(() -> translation.answer(embedded(provider, given, values)))
                .isInstanceOf(JacksonException.class);
    }

    private static Translation embeddings(Dialect provider, int texts) throws MalformedBody {
        Translation translation = Translation.ofEmbeddings(provider);
        String input = String.join(",", Collections.nCopies(texts, "\"t\""));
        byte[] _ = translation.request(RequestScan.of(("{\"input\":[" + input + "]}").getBytes(UTF_8)), "m");
        return translation;
    }

    private static byte[] embedded(Dialect provider, int times, String values) {
        boolean gemini = provider == Dialect.GEMINI;
        String one = gemini ? "{\"values\":[" + values + "]}" : "[" + values + "]";
        String all = String.join(",", Collections.nCopies(times, one));
        return (gemini ? "{\"embeddings\":[" + all + "]}" : "{\"embeddings\":{\"float\":[" + all + "]}}")
                .getBytes(UTF_8);
    }

    @Test
    void anErrorThatIsNullIsNone() {
        JsonNode answer = messages("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");

        assertThat(answer.at("/content/0/text").asString("")).isEqualTo("hi");
    }

    @Test
    void anErrorThatIsTextKeepsItsWords() {
        assertThat(messages("{\"error\":\"out of memory\"}")
                        .at("/error/message")
                        .asString(""))
                .contains("out of memory");
    }

    private static JsonNode messages(String answer) {
        return JSON.readTree(Translation.between(Dialect.ANTHROPIC, Dialect.OPENAI_COMPATIBLE, "1", CREATED, false)
                .answer(answer.getBytes(UTF_8))
                .body());
    }
}
