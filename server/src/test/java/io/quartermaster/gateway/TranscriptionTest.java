package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.RouteAnswers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms with sound in them, and the texts that come of them. */
class TranscriptionTest {

    private static final String PATH = "/v1/audio/transcriptions";
    private static final String SOUND = "\u00ff\u00fb\u0000\r\n--b1\r\n\"usage\":{--b0\u0080";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void case17_18_theFormGoesOnByteForByteButForItsModel() {
        String form = Forms.field("temperature", "0.0")
                + Forms.file(SOUND)
                + Forms.field("model", "MODEL")
                + Forms.field("x", "1")
                + Forms.END;

        RawResponse answer = send(form.replace("MODEL", "openai/gpt-4o-transcribe"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(RouteAnswers.TRANSCRIPT_BY_TOKENS);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo(PATH);
        assertThat(exchange.header("content-type")).contains("multipart/form-data; boundary=b0");
        assertThat(exchange.header("accept")).contains("*/*");
        String expected = form.replace("MODEL", "gpt-4o-transcribe");
        assertThat(exchange.header("content-length")).contains(String.valueOf(expected.length()));
        assertThat(new String(exchange.body(), ISO_8859_1)).isEqualTo(expected);
        UsageEvent event = gateway.event();
        assertThat(event.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(event.route()).isEqualTo("audio_transcriptions");
        assertThat(event.tokens().input()).hasValue(14);
        assertThat(event.tokens().output()).hasValue(45);
        assertThat(event.tokens().estimated()).isFalse();
        assertThat(event.tokens().media().audioInput()).hasValue(10);
        assertThat(event.tokens().media().audioMillis())
                .as("it was paid by tokens")
                .isEmpty();
    }

    @Test
    void case28_whisperIsPaidByTheSecond() {
        price("whisper-1", "0.0001");

        send(Forms.file(SOUND) + Forms.field("model", "whisper-1") + Forms.END);

        UsageEvent event = gateway.event();
        assertThat(event.tokens().media().audioMillis()).hasValue(7_000);
        assertThat(event.tokens().input()).isEmpty();
        assertThat(event.tokens().estimated()).isFalse();
        assertThat(event.charge().costMicros()).hasValue(700);
    }

    @Test
    void case26_secondsThatNobodyReportsAreGuessedFromTheFile() {
        price("whisper-1", "0.0001");

        send(Forms.file("x".repeat(16_000))
                + Forms.field("model", "whisper-1")
                + Forms.field("response_format", "srt")
                + Forms.END);

        UsageEvent event = gateway.event();
        assertThat(event.tokens().media().audioMillis()).hasValue(2_001);
        assertThat(event.tokens().input()).as("it is not paid by tokens").isEmpty();
        assertThat(event.tokens().estimated()).isTrue();
        assertThat(event.charge().costMicros()).hasValue(201);
    }

    private void price(String model, String second) {
        gateway.tenant.clearModels();
        gateway.tenant.model(Views.priced(
                Views.model(ModelType.SPEECH2TEXT, ProviderFamily.OPENAI, model, Optional.empty(), Optional.empty()),
                MediaPrices.ofUnits(Optional.of(second), Optional.empty(), Optional.empty())));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    @Test
    void case26_aStreamCostsWhatAWholeAnswerDoes() {
        RawResponse answer = send(Forms.file(SOUND)
                + Forms.field("stream", "true")
                + Forms.field("model", "gpt-4o-transcribe")
                + Forms.END);

        assertThat(answer.headers().first("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.body().array())
                .isEqualTo(RouteAnswers.transcriptStream().body());
        assertThat(gateway.upstream.awaitExchange(0, SOON).header("accept")).contains("text/event-stream");
        assertThat(gateway.event().streamed()).isTrue();
        assertThat(gateway.event().tokens().input()).hasValue(14);
        assertThat(gateway.event().tokens().output()).hasValue(45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "srt"})
    void case17_26_textsPassAndWhatTheySayIsNoUsage(String format) {
        RawResponse answer = send(Forms.file(SOUND)
                + Forms.field("model", "whisper-1")
                + Forms.field("response_format", format)
                + Forms.END);

        assertThat(answer.text()).isEqualTo(RouteAnswers.TRANSCRIPT_TEXT);
        assertThat(answer.headers().first("content-type")).contains("text/plain; charset=utf-8");
        assertThat(gateway.event().tokens().input().orElse(0)).isLessThan(9_000);
        assertThat(gateway.event().tokens().output().orElse(0)).isLessThan(9_000);
        assertThat(gateway.event().tokens().estimated()).isTrue();
    }

    @Test
    void aCallWithoutAModelGetsTheDefault() {
        RawResponse none = send(Forms.file(SOUND) + Forms.END);

        assertThat(none.status()).isEqualTo(404);
        assertThat(none.text()).contains("no_default_model", "speech2text");
    }

    @Test
    void case31_badFormsAreRefusedBeforeAnythingIsSent() {
        String model = Forms.field("model", "whisper-1");
        for (String form : List.of(
                "x",
                model + model + Forms.END,
                model + Forms.file(SOUND),
                Forms.field("model\"; filename=\"a", "whisper-1") + Forms.END,
                Forms.file(SOUND).replace("audio/mpeg", "multipart/mixed; boundary=b1") + model + Forms.END,
                Forms.file(SOUND).replace("audio", "a".repeat(9_000)) + model + Forms.END)) {
            RawResponse answer = send(form);
            assertThat(answer.status()).as(form).isEqualTo(400);
            assertThat(answer.text()).startsWith("{\"error\"").contains("invalid_body");
        }
        RawResponse twice = send(model + model + Forms.END);
        assertThat(twice.text()).contains("\"param\":\"model\"");
        RawResponse noBoundary =
                gateway.send(Forms.request(PATH, model + Forms.END, bearer()).replace("; boundary=b0", ""));
        assertThat(noBoundary.status()).isEqualTo(400);
        assertThat(noBoundary.text()).contains("boundary");
        RawResponse json = gateway.send(gateway.post(PATH, "{\"model\":\"whisper-1\"}"));
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.text()).contains("multipart/form-data");
        assertThat(gateway.upstream.requests()).isZero();
    }

    @Test
    void case31_formsMayBeLargerThanJsonAndAreCounted() {
        GatewayLimits limits = new GatewayLimits(4, 1_000, 100_000, 150_000, 64 << 10, 64 << 10);
        try (GatewayFixture small = new GatewayFixture(Deadlines.standard(), limits, Set.of("127.0.0.1"))) {
            String key = "Authorization: Bearer " + small.key;
            String form = Forms.file("x".repeat(90_000)) + Forms.field("model", "whisper-1") + Forms.END;
            small.upstream.next(Script.silence());
            try (RawHttp held = small.connect()) {
                held.send(Forms.request(PATH, form, key));
                small.upstream.awaitExchange(0, SOON);

                RawResponse noRoom = small.send(Forms.request(PATH, form, key));
                assertThat(noRoom.status()).as(noRoom.text()).isEqualTo(503);
                RawResponse tooLarge = small.send(Forms.request(PATH, "x".repeat(100_001), key));
                assertThat(tooLarge.status()).isEqualTo(413);
            }
            Eventually.await(SOON, "the room is given back", () -> small.inFlight() == 0);
            assertThat(small.send(Forms.request(PATH, form, key)).status()).isEqualTo(200);
        }
    }

    @Test
    void aFormThatArrivesInPiecesIsReadWhole() {
        String form = Forms.file(SOUND) + Forms.field("model", "whisper-1") + Forms.END;
        byte[] request = Forms.request(PATH, form, bearer()).getBytes(ISO_8859_1);

        try (RawHttp client = gateway.connect()) {
            RawResponse answer = client.drip(request, 97, Duration.ofMillis(2)).response(SOON);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        assertThat(new String(
                        gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON).body(), ISO_8859_1))
                .isEqualTo(form);
    }

    private RawResponse send(String form) {
        try (RawHttp client = gateway.connect()) {
            return client.send(Forms.request(PATH, form, bearer()).getBytes(ISO_8859_1))
                    .response(SOON);
        }
    }

    private String bearer() {
        return "Authorization: Bearer " + gateway.key;
    }
}
