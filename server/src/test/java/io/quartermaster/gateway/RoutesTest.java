package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.RouteAnswers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of the OpenAI protocol beside chat and embeddings. */
class RoutesTest {

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
            /v1/responses,          |{"x":1.0,"input":[],"model" : "gpt-4o","stream_options":{"include_obfuscation":false}}|
            /v1/moderations,        |{"x":1.0,"input":"a","model" : "omni-moderation"}|
            /v1/rerank,             |{"x":1.0,"query":"a","documents":["b"],"top_n":1,"model" : "rerank-1"}|
            /v1/audio/speech,       |{"x":1.0,"input":"a","voice":"alloy","model" : "tts-1"}|
            /v1/images/generations, |{"x":1.0,"prompt":"a","model" : "gpt-image-1"}|
            """)
    void case17_18_aCallPassesByteForByte(String path, String body) {
        RawResponse answer = gateway.send(gateway.post(path, body));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.path()).isEqualTo(path);
        assertThat(exchange.text()).isEqualTo(body);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void case17_soundPassesByteForByte() {
        RawResponse answer = gateway.send(gateway.post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"a\"}"));

        assertThat(answer.headers().first("content-type")).contains("audio/mpeg");
        assertThat(answer.body().array()).isEqualTo(RouteAnswers.sound());
        assertThat(gateway.upstream.awaitExchange(0, SOON).header("accept")).contains("*/*");
    }

    @Test
    void soundIsPlayedWhileItIsMade() {
        gateway.upstream.next(Script.answer(200, "audio/mpeg", "first sound\n".getBytes(StandardCharsets.US_ASCII))
                .header("content-length", "100000")
                .thenSilence());

        try (var client = gateway.connect()) {
            client.send(gateway.post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"a\"}"));

            assertThat(client.lineWith("first", SOON)).contains("first sound");
        }
    }

    @Test
    void case26_aStreamedResponseCostsWhatAWholeOneDoes() {
        RawResponse answer =
                gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"));

        assertThat(answer.body().array())
                .isEqualTo(RouteAnswers.responseStream().body());
        assertThat(gateway.upstream.awaitExchange(0, SOON).text())
                .as("stream_options of chat are not known here")
                .isEqualTo("{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}");
        gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"input\":\"a\"}"));
        Eventually.await(SOON, "both events", () -> gateway.events.size() == 2);
        for (UsageEvent event : gateway.events) {
            assertThat(event.tokens().input()).hasValue(11);
            assertThat(event.tokens().cachedInput()).hasValue(3);
            assertThat(event.tokens().output()).hasValue(5);
            assertThat(event.route()).isEqualTo("responses");
        }
    }

    @Test
    void case08_aResponseThatBreaksOffEndsInAnErrorEvent() {
        byte[] whole = RouteAnswers.responseStream().body();
        gateway.upstream.next(Script.stream()
                .bytes(Arrays.copyOf(whole, whole.length / 2))
                .pause(Duration.ofMillis(100))
                .thenReset());

        RawResponse answer =
                gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"));

        assertThat(answer.text()).doesNotContain("response.completed");
        assertThat(answer.text())
                .contains("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_reset\"", "\"error\":{");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void aResponseThatFailsByItsOwnWordIsNoSuccess() {
        gateway.upstream.next(Script.stream()
                .text(RouteAnswers.event("response.created", "{\"type\":\"response.created\"}"))
                .pause(Duration.ofMillis(200))
                .text(RouteAnswers.event("response.failed", "{\"type\":\"response.failed\",\"response\":{}}")));

        gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"));

        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void imagesAreMeteredAndModerationsAreNotMissed() {
        gateway.send(gateway.post("/v1/images/generations", "{\"model\":\"gpt-image-1\",\"prompt\":\"a\"}"));

        assertThat(gateway.event().tokens().input()).hasValue(7);
        assertThat(gateway.event().tokens().output()).hasValue(40);
        gateway.send(gateway.post("/v1/moderations", "{\"model\":\"omni-moderation\",\"input\":\"a\"}"));
        Eventually.await(SOON, "both events", () -> gateway.events.size() == 2);
        assertThat(gateway.metrics.get("qm.gateway.unmetered").counter().count())
                .isZero();
    }

    @Test
    void case28_imagesAndSpokenTextsArePaidByThePiece() {
        gateway.tenant.clearModels();
        gateway.tenant.model(Views.priced(
                GatewayFixture.openAi(ModelType.IMAGE, "dall-e-2"),
                MediaPrices.ofUnits(Optional.empty(), Optional.of("0.02"), Optional.empty())));
        gateway.tenant.model(Views.priced(
                GatewayFixture.openAi(ModelType.TTS, "tts-1"),
                MediaPrices.ofUnits(Optional.empty(), Optional.empty(), Optional.of("15"))));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        gateway.upstream.next(
                Script.json(200, "{\"created\":1,\"data\":[{\"url\":\"a\"},{\"url\":\"b\"},{\"url\":\"c\"}]}"));

        gateway.send(gateway.post("/v1/images/generations", "{\"model\":\"dall-e-2\",\"prompt\":\"a\",\"n\":3.0}"));

        UsageEvent images = gateway.event();
        assertThat(images.tokens().media().images()).hasValue(3);
        assertThat(images.tokens().input()).as("nobody pays for tokens").isEmpty();
        assertThat(images.tokens().estimated()).isFalse();
        assertThat(images.charge().costMicros()).hasValue(60_000);
        gateway.send(gateway.post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"Gr\\u00fc\u00dfe\"}"));
        Eventually.await(SOON, "both events", () -> gateway.events.size() == 2);
        UsageEvent speech = gateway.events.stream()
                .filter(event -> event.modelType() == ModelType.TTS)
                .findFirst()
                .orElseThrow();
        assertThat(speech.tokens().media().characters()).hasValue(5);
        assertThat(speech.charge().costMicros()).hasValue(75);
    }

    @ParameterizedTest
    @CsvSource({"/v1/moderations,omni-moderation", "/v1/rerank,rerank-1"})
    void aRouteThatDoesNotStreamSaysSo(String path, String model) {
        RawResponse answer = gateway.send(gateway.post(path, "{\"model\":\"" + model + "\",\"stream\":true}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("not_streamable");
    }

    @Test
    void aModelOfAnotherProtocolIsRefusedAndTheRouteNamed() {
        RawResponse answer =
                gateway.send(gateway.post("/v1/messages/count_tokens", "{\"model\":\"gpt-4o\",\"messages\":[]}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("route_not_supported", "/v1/messages", "/v1/responses");
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(new String(answer.body().array(), StandardCharsets.UTF_8)).startsWith("{\"type\":\"error\"");
    }

    /** Of a call that the client leaves, what it was told is charged: a text is told in pieces, and then several times as a whole. */
    @Test
    void case26_aResponseThatTellsNoTokensCostsEachWordOnce() {
        String words = "word ".repeat(40);
        gateway.upstream.next(Script.stream()
                .text(RouteAnswers.event(
                        "response.output_text.delta",
                        "{\"type\":\"response.output_text.delta\",\"delta\":\"" + words + "\"}"))
                .text(RouteAnswers.event(
                        "response.output_text.done",
                        "{\"type\":\"response.output_text.done\",\"text\":\"" + words + "\"}"))
                .text(RouteAnswers.event("response.completed", "{\"type\":\"response.completed\",\"response\":{}}")));

        gateway.send(gateway.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"a\"}"));

        assertThat(gateway.event().tokens().estimated()).isTrue();
        assertThat(gateway.event().tokens().output()).hasValue(words.length() / 4);
    }
}
