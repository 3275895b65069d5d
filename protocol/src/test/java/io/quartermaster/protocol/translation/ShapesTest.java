package io.quartermaster.protocol.translation;

import static io.quartermaster.protocol.translation.TranslationContract.CREATED;
import static io.quartermaster.protocol.translation.TranslationContract.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever shape a request or an answer has, a translation ends in one of the ways that it says: a call would hang otherwise. */
class ShapesTest {

    private static final int ROUNDS = 150;

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "\"\"",
            "\"text\"",
            "\"\\ud83d\"",
            "\"{}\"",
            "-1",
            "1e400",
            "1e999999999",
            "1e-999999999",
            "99999999999999999999",
            "[]",
            "[null]",
            "[[1]]",
            "{}",
            "{\"type\":7}",
            "{\"error\":\"x\"}",
            "[".repeat(60) + "]".repeat(60));

    /** A client, a provider, and the folder with what that provider answers. */
    private static final String PROVIDERS = """
            OPENAI, ANTHROPIC, anthropic
            OPENAI, GEMINI, gemini
            OPENAI, COHERE, cohere
            OPENAI, BEDROCK, bedrock
            ANTHROPIC, OPENAI, messages
            ANTHROPIC, GEMINI, gemini
            ANTHROPIC, COHERE, cohere
            ANTHROPIC, BEDROCK, bedrock
            RESPONSES, OPENAI, messages
            RESPONSES, ANTHROPIC, anthropic
            RESPONSES, GEMINI, gemini
            RESPONSES, COHERE, cohere
            RESPONSES, BEDROCK, bedrock
            """;

    @ParameterizedTest
    @CsvSource({
        "OPENAI, OPENAI, anthropic",
        "OPENAI, ANTHROPIC, anthropic",
        "OPENAI, GEMINI, gemini",
        "OPENAI, COHERE, cohere",
        "OPENAI, BEDROCK, bedrock",
        "ANTHROPIC, OPENAI, messages",
        "ANTHROPIC, OPENAI_COMPATIBLE, messages",
        "ANTHROPIC, ANTHROPIC, messages",
        "ANTHROPIC, GEMINI, messages",
        "ANTHROPIC, COHERE, messages",
        "ANTHROPIC, BEDROCK, messages",
        "RESPONSES, ANTHROPIC, responses",
        "RESPONSES, OPENAI_COMPATIBLE, responses",
        "RESPONSES, GEMINI, responses",
        "RESPONSES, COHERE, responses",
        "RESPONSES, BEDROCK, responses"
    })
    void aRequestOfAnyShapeIsTranslatedOrRefused(Dialect client, Dialect provider, String folder) throws Exception {
        int translated = 0;
        for (String name : List.of("plain", "tools", "images", "structured", "reasoning")) {
            JsonNode golden = JSON.readTree(golden(folder + "/" + name + ".request.client.json"));
            for (int seed = 0; seed < ROUNDS; seed++) {
                byte[] body = JSON.writeValueAsBytes(mutated(golden, new Random(seed)));
                try {
                    byte[] request = Translation.between(client, provider, "1", CREATED, true)
                            .request(RequestScan.of(body), "some-reasoning-model");
                    assertThat(JSON.readTree(request).isObject()).isTrue();
                    translated++;
                } catch (MalformedBody refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                } catch (RuntimeException escaped) {
                    fail(seed + " of " + name + ": " + new String(body, UTF_8), escaped);
                }
            }
        }
        assertThat(translated).as("mutations that are understood all the same").isPositive();
    }

    @ParameterizedTest
    @CsvSource(textBlock = PROVIDERS)
    void anAnswerOfAnyShapeIsTranslatedOrUnreadable(Dialect client, Dialect provider, String folder) throws Exception {
        for (String name : List.of("plain", "tools", "reasoning", "error")) {
            JsonNode golden = JSON.readTree(golden(folder + "/" + name + ".answer.provider.json"));
            for (int seed = 0; seed < ROUNDS; seed++) {
                byte[] body = JSON.writeValueAsBytes(mutated(golden, new Random(seed)));
                Translation translation = Translation.between(client, provider, "1", CREATED, true);
                try {
                    assertThat(JSON.readTree(translation.error(body, 500)).isObject())
                            .isTrue();
                    assertThat(JSON.readTree(translation.answer(body).body()).isObject())
                            .isTrue();
                } catch (JacksonException unreadable) {
                    assertThat(unreadable.getOriginalMessage()).isNotBlank();
                } catch (RuntimeException escaped) {
                    fail(seed + " of " + name + ": " + new String(body, UTF_8), escaped);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PROVIDERS)
    void aStreamOfAnyShapeIsTranslatedOrBroken(Dialect client, Dialect provider, String folder) throws Exception {
        for (String name : List.of("plain", "tools", "reasoning")) {
            String golden = new String(golden(folder + "/" + name + ".stream.provider.sse"), UTF_8);
            for (int seed = 0; seed < ROUNDS; seed++) {
                Random random = new Random(seed);
                String events = golden.lines()
                        .map(line -> line.startsWith("data: {") && random.nextInt(3) == 0
                                ? "data: " + mutated(JSON.readTree(line.substring(6)), random)
                                : line)
                        .collect(Collectors.joining("\n", "", "\n\n"));
                StreamTranslation stream = Translation.between(client, provider, "1", CREATED, true).stream();
                try {
                    String translated = TranslationContract.translated(stream, events, 1 << 20);
                    boolean whole = stream.end();
                    assertThat(whole && stream.isBroken()).isFalse();
                    assertThat(translated + new String(stream.take(), UTF_8))
                            .satisfies(ShapesTest::assertThatItsDataIsJson);
                } catch (RuntimeException escaped) {
                    fail(seed + " of " + name + ": " + events, escaped);
                }
            }
        }
    }

    private static void assertThatItsDataIsJson(String stream) {
        assertThat(stream.isEmpty() || stream.endsWith("\n\n"))
                .as("an event begun is one ended, for an error may follow")
                .isTrue();
        stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line ->
                        assertThat(JSON.readTree(line.substring(6)).isObject()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            COHERE    | {"messages":[],"tools":[{"type":"function"}]}
            COHERE    | {"messages":[],"temperature":1e400}
            ANTHROPIC | {"messages":[],"temperature":1e400}
            ANTHROPIC | {}
            GEMINI    | {"messages":{"role":"user"}}
            OPENAI    | {"messages":"hi"}
            """)
    void whatCannotBeTranslatedIsRefused(Dialect provider, String body) {
        assertThatThrownBy(() -> Translation.between(Dialect.OPENAI, provider, "1", CREATED, true)
                        .request(RequestScan.of(body.getBytes(UTF_8)), "m"))
                .isInstanceOf(MalformedBody.class);
    }

    /** A copy with one to three of its values gone or odd. */
    private static JsonNode mutated(JsonNode golden, Random random) {
        JsonNode copy = golden.deepCopy();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            List<JsonNode> holders = new ArrayList<>();
            collect(copy, holders);
            JsonNode holder = holders.get(random.nextInt(holders.size()));
            if (holder instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = List.copyOf(object.propertyNames());
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, odd(random));
                }
            } else if (holder instanceof ArrayNode array && !array.isEmpty()) {
                array.set(random.nextInt(array.size()), odd(random));
            }
        }
        return copy;
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainer()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static JsonNode odd(Random random) {
        return JSON.readTree(ODD.get(random.nextInt(ODD.size())));
    }

    private static byte[] golden(String path) throws IOException {
        try (InputStream in = ShapesTest.class.getResourceAsStream("golden/" + path)) {
            if (in == null) {
                throw new IllegalStateException("no golden file " + path);
            }
            return in.readAllBytes();
        }
    }
}
