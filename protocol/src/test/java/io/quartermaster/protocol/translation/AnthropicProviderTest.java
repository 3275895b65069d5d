package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.SseScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat completions at Anthropic's models. */
class AnthropicProviderTest extends TranslationContract {

    AnthropicProviderTest() {
        super("anthropic");
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.OPENAI, Dialect.ANTHROPIC, "1", CREATED, true);
    }

    @Override
    String model(String name) {
        return name.equals("adaptive") ? "claude-opus-4-8" : "claude-sonnet-4-5";
    }

    @Test
    void newerModelsAreToldAnEffortAndNotHowToSample() throws Exception {
        assertRequest("adaptive");
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
        assertThatThrownBy(() -> translation().request(RequestScan.of(body.getBytes(UTF_8)), "claude-sonnet-4-5"))
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

        assertThatThrownBy(() -> translation().request(many, "claude-sonnet-4-5"))
                .isInstanceOf(MalformedBody.class)
                .hasMessageContaining("too many values");
        assertThatThrownBy(() -> translation().request(deep, "claude-sonnet-4-5"))
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

        assertThat(JSON.readTree(translation().error(error, 400))
                        .at("/error/code")
                        .asString(""))
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void whatIsKeptUntilABlockIsWholeIsCountedAndLetGo() {
        StreamTranslation translation = translation().stream();
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
}
