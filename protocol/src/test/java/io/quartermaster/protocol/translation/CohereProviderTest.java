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

/** Chat completions and embeddings at Cohere's models. */
class CohereProviderTest extends TranslationContract {

    CohereProviderTest() {
        super("cohere");
    }

    @Override
    Translation translation() {
        return Translation.between(Dialect.OPENAI, Dialect.COHERE, "1", CREATED, true);
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "command-a-reasoning-08-2025" : "command-a-03-2025";
    }

    @Test
    void aToolThatMustBeCalledIsTheOnlyOneGiven() throws Exception {
        assertRequest("one");
    }

    @Test
    void theModelThatWasAskedIsTold() throws Exception {
        Translation translation = translation();
        byte[] _ = translation.request(RequestScan.of(golden("plain.request.client.json")), "command-a-03-2025");

        JsonNode told = JSON.readTree(
                translation.answer(golden("plain.answer.provider.json")).body());

        assertThat(told.path("model").asString("")).isEqualTo("command-a-03-2025");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            n               | {"n":2,"messages":[]}
            logprobs        | {"logprobs":true,"messages":[]}
            logit_bias      | {"logit_bias":{"50256":-100},"messages":[]}
            response_format | {"response_format":{"type":"grammar"},"messages":[]}
            tools           | {"messages":[],"tools":[{"type":"web_search"}]}
            tool_choice     | {"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"perhaps"}
            messages        | {"messages":[{"role":"robot","content":"x"}]}
            messages        | {"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}
            """)
    void whatCohereCannotIsRefusedByName(String field, String body) {
        assertThatThrownBy(() -> translation().request(RequestScan.of(body.getBytes(UTF_8)), "command-a-03-2025"))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    @Test
    void anAnswerThatFailedIsAnError() {
        byte[] failed =
                "{\"id\":\"c\",\"finish_reason\":\"TIMEOUT\",\"message\":{\"role\":\"assistant\"}}".getBytes(UTF_8);

        assertThat(JSON.readTree(translation().answer(failed).body())
                        .at("/error/message")
                        .asString(""))
                .contains("TIMEOUT");
        assertThatThrownBy(() -> translation().answer("{\"id\":\"c\"}".getBytes(UTF_8)))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void textsAreEmbeddedForDocumentsUnlessTheClientSaysOtherwise() throws Exception {
        Translation translation = Translation.ofEmbeddings(Dialect.COHERE);

        JsonNode request = JSON.readTree(translation.request(
                RequestScan.of("{\"input\":[\"a\",\"b\"],\"dimensions\":256}".getBytes(UTF_8)), "embed-v4.0"));
        JsonNode query = JSON.readTree(Translation.ofEmbeddings(Dialect.COHERE)
                .request(
                        RequestScan.of("{\"input\":\"a\",\"input_type\":\"search_query\"}".getBytes(UTF_8)),
                        "embed-v4.0"));
        Translation.Whole answer = translation.answer(
                "{\"embeddings\":{\"float\":[[0.25,-0.5],[1,2]]},\"meta\":{\"billed_units\":{\"input_tokens\":4}}}"
                        .getBytes(UTF_8));

        assertThat(request)
                .isEqualTo(
                        JSON.readTree(
                                "{\"model\":\"embed-v4.0\",\"input_type\":\"search_document\",\"texts\":[\"a\",\"b\"],\"embedding_types\":[\"float\"],\"output_dimension\":256}"));
        assertThat(query.path("input_type").asString("")).isEqualTo("search_query");
        assertThat(JSON.readTree(answer.body()).at("/data/1/embedding").toString())
                .isEqualTo("[1,2]");
        assertThat(answer.tokens().input()).hasValue(4);
        assertThatThrownBy(() -> translation.answer("{\"embeddings\":[]}".getBytes(UTF_8)))
                .isInstanceOf(JacksonException.class);
    }
}
