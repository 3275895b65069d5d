package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Case 20: Cohere's models by the routes of others. */
class CohereTest {

    private static final String CHAT =
            "{\"model\":\"command-a-03-2025\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER =
            "{\"id\":\"c1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"hé\"}]},"
                    + "\"usage\":{\"billed_units\":{\"input_tokens\":8,\"output_tokens\":3},\"tokens\":{\"input_tokens\":80,\"output_tokens\":3}}}";

    private final GatewayFixture gateway = new GatewayFixture();

    @BeforeEach
    void configure() {
        ProviderView cohere = Views.provider("cohere", ProviderFamily.COHERE, gateway.upstream.origin());
        gateway.tenant.clearModels();
        gateway.tenant.providers(cohere);
        model(ModelType.LLM, "command-a-03-2025");
        model(ModelType.TEXT_EMBEDDING, "embed-v4.0");
        model(ModelType.RERANK, "rerank-v3.5");
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    private void model(ModelType type, String name) {
        gateway.tenant.model(Views.model(type, ProviderFamily.COHERE, name, Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case20_aChatIsTranslatedAndCostsWhatIsBilled() {
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.text()).contains("\"content\":\"hé\"", "\"model\":\"command-a-03-2025\"");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).isEqualTo("/v2/chat");
        assertThat(exchange.header("authorization")).contains("Bearer " + Views.UPSTREAM_KEY);
        assertThat(gateway.event().tokens().input()).hasValue(8);
    }

    @Test
    void case26_whatHasNoUsageIsEstimated() {
        gateway.upstream.next(Script.json(200, ANSWER.substring(0, ANSWER.indexOf(",\"usage\"")) + "}"));

        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        assertThat(gateway.event().tokens().estimated()).isTrue();
        assertThat(gateway.event().tokens().output().orElse(0)).isPositive();
    }

    @Test
    void textsAreEmbedded() {
        gateway.upstream.next(Script.json(
                200, "{\"embeddings\":{\"float\":[[0.25]]},\"meta\":{\"billed_units\":{\"input_tokens\":4}}}"));

        RawResponse answer =
                gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"embed-v4.0\",\"input\":\"hello\"}"));

        assertThat(answer.text()).contains("\"embedding\":[0.25]", "\"prompt_tokens\":4");
        assertThat(gateway.upstream.awaitExchange(0, SOON).target()).isEqualTo("/v2/embed");
        assertThat(gateway.event().tokens().input()).hasValue(4);
    }

    @Test
    void case17_rankingPassesAsItIs() {
        String ranked =
                "{\"results\":[{\"index\":0,\"relevance_score\":0.5}],\"meta\":{\"billed_units\":{\"search_units\":1}}}";
        gateway.upstream.next(Script.json(200, ranked));

        RawResponse answer = gateway.send(gateway.post(
                "/v1/rerank", "{\"model\":\"rerank-v3.5\", \"query\":\"q\",\"documents\":[\"a\"],\"x\":1}"));

        assertThat(answer.text()).isEqualTo(ranked);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).isEqualTo("/v2/rerank");
        assertThat(exchange.text())
                .isEqualTo("{\"model\":\"rerank-v3.5\", \"query\":\"q\",\"documents\":[\"a\"],\"x\":1}");
    }

    @Test
    void anErrorHasTheProvidersWords() {
        gateway.upstream.next(Script.json(422, "{\"id\":\"e\",\"message\":\"all elements in tools must be valid\"}"));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("\"message\":\"all elements in tools must be valid\"");
    }
}
