package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.model.Prices;
import io.quartermaster.protocol.FormScan;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.RouteAnswers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images and sound cost something however little is told of them. */
class MediaCostTest {

    private static final String IMAGES = "/v1/images/generations";
    private static final String IMAGE = "{\"model\":\"gpt-image-1\",\"prompt\":\"a\",\"stream\":true,\"n\":2}";
    private static final String PARTIAL = RouteAnswers.event(
            "image_generation.partial_image",
            "{\"type\":\"image_generation.partial_image\",\"b64_json\":\"" + "A".repeat(1_000) + "\"}");
    private static final String USAGE =
            "\"usage\":{\"total_tokens\":47,\"input_tokens\":7,\"output_tokens\":40,\"input_tokens_details\":{\"text_tokens\":7,\"image_tokens\":0}}";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case26_anImageInAnEventTooLongToBeHeldCostsWhatItsUsageSays() {
        price(ModelType.IMAGE, "gpt-image-1", MediaPrices.ofTokens("1", "1000"));
        String event = RouteAnswers.event(
                "image_generation.completed",
                "{\"type\":\"image_generation.completed\",\"b64_json\":\"" + "A".repeat(2 << 20) + "\"," + USAGE + "}");
        gateway.upstream.next(Script.stream().text(PARTIAL, event));

        RawResponse answer = gateway.send(gateway.post(IMAGES, IMAGE));

        assertThat(answer.text()).isEqualTo(PARTIAL + event);
        UsageEvent told = gateway.event();
        assertThat(told.tokens().input()).hasValue(7);
        assertThat(told.tokens().output()).hasValue(40);
        assertThat(told.tokens().estimated()).isFalse();
        assertThat(told.charge().costMicros()).hasValue(40_007);
    }

    @Test
    void case26_aResponseWithAnImageInItCostsWhatItsUsageSays() {
        String event = RouteAnswers.event(
                "response.completed",
                "{\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"image_generation_call\",\"result\":\""
                        + "A".repeat(2 << 20) + "\"}]," + USAGE + "}}");
        gateway.upstream.next(Script.stream().text(event));

        gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"));

        assertThat(gateway.event().tokens().output()).hasValue(40);
    }

    @Test
    void case26_aClientThatLeavesBeforeTheImageIsDonePaysForAllThatItAskedFor() {
        price(ModelType.IMAGE, "gpt-image-1", MediaPrices.ofTokens("1", "1000"));
        gateway.upstream.next(Script.stream().text(PARTIAL).thenSilence());

        try (RawHttp client = gateway.connect()) {
            client.send(gateway.post(IMAGES, IMAGE));
            client.lineWith("partial_image", SOON);
        }

        UsageEvent event = gateway.event();
        assertThat(event.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(event.tokens().output()).hasValue(2 * 8_192);
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros().orElse(0)).isGreaterThanOrEqualTo(2 * 8_192_000);
    }

    @Test
    void whatIsToBeSpokenIsOneText() {
        RawResponse answer = gateway.send(gateway.post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":[\"a\"]}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"input\"");
        assertThat(gateway.upstream.requests()).isZero();
    }

    @Test
    void case26_aCharacterThatIsAWordTakesLongerToSpeak() {
        price(ModelType.TTS, "tts-1", MediaPrices.ofTokens("0", "10"));

        gateway.send(gateway.post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"\\u6f22\\u5b57\"}"));

        assertThat(gateway.event().tokens().media().characters()).hasValue(2);
        assertThat(gateway.event().tokens().output()).hasValue(2 * 6);
        assertThat(gateway.event().tokens().estimated()).isTrue();
    }

    @Test
    void case28_secondsThatArePaidForAreGuessedWhereTokensAreTold() {
        price(
                ModelType.SPEECH2TEXT,
                "gpt-4o-transcribe",
                MediaPrices.ofUnits(Optional.of("0.0001"), Optional.empty(), Optional.empty()));

        transcribe("gpt-4o-transcribe");

        UsageEvent event = gateway.event();
        assertThat(event.tokens().input()).hasValue(14);
        assertThat(event.tokens().media().audioMillis()).hasValue(126);
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros()).hasValue(13);
    }

    @Test
    void case28_tokensThatArePaidForAreGuessedWhereSecondsAreTold() {
        price(ModelType.SPEECH2TEXT, "whisper-1", MediaPrices.ofTokens("10", "10"));

        transcribe("whisper-1");

        UsageEvent event = gateway.event();
        assertThat(event.tokens().media().audioMillis()).hasValue(7_000);
        assertThat(event.tokens().input()).hasValue(70);
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros().orElse(0)).isGreaterThanOrEqualTo(700);
    }

    @Test
    void aTranscriptMayBeLongerThanOneAnswerOfItsModel() throws MalformedBody {
        FormScan form = FormScan.of(
                (Forms.file("x".repeat(500_000)) + Forms.END).getBytes(UTF_8), "multipart/form-data; boundary=b0");
        ModelView model = GatewayFixture.openAi(ModelType.SPEECH2TEXT, "gpt-4o-transcribe");
        ModelView bounded = new ModelView(
                model.id(),
                model.type(),
                model.family(),
                model.model(),
                model.alias(),
                model.boundTo(),
                model.createdAt(),
                model.terms(),
                model.pricing(),
                OptionalInt.of(2_000));

        assertThat(MostCost.output(GatewayRoute.AUDIO_TRANSCRIPTIONS, form, bounded))
                .isGreaterThan(10_000);
    }

    private void price(ModelType type, String name, Prices prices) {
        gateway.tenant.clearModels();
        gateway.tenant.model(Views.priced(GatewayFixture.openAi(type, name), prices));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    private void transcribe(String model) {
        String form = Forms.file("x".repeat(1_000)) + Forms.field("model", model) + Forms.END;
        try (RawHttp client = gateway.connect()) {
            RawResponse answer = client.send(
                            Forms.request("/v1/audio/transcriptions", form, "Authorization: Bearer " + gateway.key)
                                    .getBytes(ISO_8859_1))
                    .response(SOON);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }
}
