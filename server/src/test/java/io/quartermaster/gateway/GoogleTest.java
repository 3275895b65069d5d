package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Case 20: Google's models by the routes of others. */
class GoogleTest {

    private static final String CHAT =
            "{\"model\":\"gemini-3.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hé\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":8,\"cachedContentTokenCount\":2,\"candidatesTokenCount\":3,\"thoughtsTokenCount\":4},"
                    + "\"modelVersion\":\"gemini-3.5-flash\",\"responseId\":\"r1\"}";

    private final GatewayFixture gateway = new GatewayFixture();

    @BeforeEach
    void configure() {
        ProviderView google = Views.provider("google", ProviderFamily.GOOGLE, gateway.upstream.origin());
        ProviderView stand = Views.provider("stand-in", ProviderFamily.OPENAI, gateway.upstream.baseUrl());
        gateway.tenant.clearModels();
        gateway.tenant.providers(google, stand);
        ModelView other = gateway.tenant.model(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.empty(), Optional.of(stand)));
        gateway.tenant.model(Views.withFallbacks(
                Views.model(
                        ModelType.LLM,
                        ProviderFamily.GOOGLE,
                        "gemini-3.5-flash",
                        Optional.empty(),
                        Optional.of(google)),
                other));
        gateway.tenant.model(Views.model(
                ModelType.TEXT_EMBEDDING,
                ProviderFamily.GOOGLE,
                "gemini-embedding-001",
                Optional.empty(),
                Optional.of(google)));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case29_theKeyIsInAHeaderAndNeverInTheAddress() {
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"content\":\"hé\"", "\"finish_reason\":\"stop\"");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).isEqualTo("/v1beta/models/gemini-3.5-flash:generateContent");
        assertThat(exchange.header("x-goog-api-key")).contains(Views.UPSTREAM_KEY);
        assertThat(exchange.headers().has("authorization")).isFalse();
        assertThat(gateway.event().tokens().input()).hasValue(8);
        assertThat(gateway.event().tokens().cachedInput()).hasValue(2);
        assertThat(gateway.event().tokens().output()).hasValue(7);
        assertThat(gateway.event().tokens().reasoning()).hasValue(4);
    }

    @Test
    void case26_aStreamIsTranslatedAndItsUsageIsForThoseWhoAsk() {
        gateway.upstream.next(Script.stream()
                .text(
                        "data: " + ANSWER.replace(",\"finishReason\":\"STOP\"", "") + "\r\n\r\n",
                        "data: " + ANSWER + "\r\n\r\n"));

        RawResponse answer = gateway.chat(CHAT.replace("\"messages\"", "\"stream\":true,\"messages\""));

        assertThat(answer.text())
                .contains("\"content\":\"hé\"", "\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("usage");
        assertThat(gateway.upstream.awaitExchange(0, SOON).target())
                .isEqualTo("/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
        assertThat(gateway.event().tokens().output()).hasValue(7);
        assertThat(gateway.event().tokens().estimated()).isFalse();
    }

    @Test
    void case08_aStreamThatIsCutEndsInAnErrorAndItsInputIsAsReported() {
        gateway.upstream.next(Script.stream()
                .text("data: " + ANSWER.replace(",\"finishReason\":\"STOP\"", "") + "\n\n")
                .pause(java.time.Duration.ofMillis(200)));

        RawResponse answer = gateway.chat(CHAT.replace("\"messages\"", "\"stream\":true,\"messages\""));

        assertThat(answer.text()).contains("upstream_reset").doesNotContain("[DONE]", "\"finish_reason\":\"");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(gateway.event().tokens().input()).hasValue(8);
    }

    @Test
    void aKeyThatIsRefusedWith400IsAnothersTurn() {
        gateway.upstream.next(
                Script.json(
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}"));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("x-qm-fallback")).contains("google/gemini-3.5-flash;authentication");
    }

    @Test
    void anthropicsClientsReachGoogleToo() {
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.send(
                gateway.post("/v1/messages", CHAT.replace("\"messages\"", "\"max_tokens\":5,\"messages\"")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"type\":\"message\"", "\"text\":\"hé\"", "\"cache_read_input_tokens\":2");
    }

    @Test
    void textsAreEmbedded() {
        gateway.upstream.next(Script.json(200, "{\"embeddings\":[{\"values\":[0.25]}]}"));

        RawResponse answer = gateway.send(
                gateway.post("/v1/embeddings", "{\"model\":\"gemini-embedding-001\",\"input\":\"hello\"}"));

        assertThat(answer.text()).contains("\"object\":\"list\"", "\"embedding\":[0.25]");
        assertThat(gateway.upstream.awaitExchange(0, SOON).target())
                .isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
        assertThat(gateway.event().tokens().estimated()).isTrue();
        assertThat(gateway.event().tokens().input().orElse(0)).isPositive();
    }

    @Test
    void routesThatGoogleDoesNotHaveAreToldApart() {
        RawResponse answer = gateway.send(
                gateway.post("/v1/messages/count_tokens", "{\"model\":\"gemini-3.5-flash\",\"messages\":[]}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("/v1/chat/completions, /v1/responses, /v1/messages");
    }
}
