package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.ReservedPort;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong at a provider becomes a clear error: never a half answer that looks whole, never a wait without end. */
class FaultsTest {

    private static final String CHAT = "{\"model\":\"gpt-4o\"}";
    private static final String STREAM = "{\"model\":\"gpt-4o\",\"stream\":true}";
    private static final Deadlines SHORT = ShortDeadlines.ofProviders();

    private final GatewayFixture gateway = new GatewayFixture(SHORT);

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void aProvidersErrorPassesAsItIs() {
        Script script = Answers.rateLimited(Duration.ofSeconds(7));
        gateway.upstream.next(script);

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body().array()).isEqualTo(script.body());
        assertThat(answer.headers().first("retry-after")).contains("7");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(gateway.event().status()).isEqualTo(429);
    }

    @Test
    void aServerErrorPassesAsItIs() {
        Script script = Answers.serverError(500);
        gateway.upstream.otherwise(script);

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().array()).isEqualTo(script.body());
    }

    @Test
    void aResetBeforeTheAnswerIs502() {
        gateway.upstream.otherwise(Script.reset());
        assertError(gateway.chat(CHAT), 502, "upstream_reset");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void hangingUpBeforeTheAnswerIs502() {
        gateway.upstream.otherwise(Script.nothing());
        assertError(gateway.chat(STREAM), 502, "upstream_reset");
    }

    @Test
    void garbageIs502() {
        gateway.upstream.otherwise(Script.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        assertError(gateway.chat(CHAT), 502, "upstream_malformed");
    }

    @Test
    void aHeaderBombIs502() {
        gateway.upstream.otherwise(Answers.chat("x").header("x-bomb", "y".repeat(200_000)));
        assertError(gateway.chat(CHAT), 502, "upstream_malformed");
    }

    @Test
    void nobodyListeningIs502() {
        try (ReservedPort nobody = new ReservedPort()) {
            serveFrom(nobody.origin().resolve("/v1"));
            assertError(gateway.chat(CHAT), 502, "upstream_unreachable");
        }
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void aHostWithoutAnAddressIs502AndNothingWasCalled() {
        serveFrom(URI.create("http://nowhere.invalid/v1"));
        assertError(gateway.chat(CHAT), 502, "upstream_unresolved");
        assertThat(gateway.events).isEmpty();
    }

    @Test
    void aPrivateAddressIsRefusedUnlessAllowed() {
        serveFrom(URI.create("http://169.254.169.254/latest"));
        RawResponse answer = gateway.chat(CHAT);
        assertError(answer, 503, "provider_address_refused");
        assertThat(answer.headers().first("retry-after")).isPresent();
        assertThat(answer.text()).doesNotContain("169.254");
        assertThat(gateway.events).isEmpty();
    }

    @Test
    void loopbackIsRefusedWhenNobodyAllowedIt() {
        try (GatewayFixture guarded = new GatewayFixture(
                SHORT, new GatewayLimits(64, 1 << 20, 1 << 20, 8 << 20, 64 << 10, 64 << 10), Set.of())) {
            assertError(guarded.chat(CHAT), 503, "provider_address_refused");
            assertThat(guarded.upstream.acceptedConnections()).isZero();
        }
    }

    @Test
    void plainTextWhereTlsWasMeantIs502() {
        serveFrom(URI.create("https://127.0.0.1:" + gateway.upstream.port() + "/v1"));
        gateway.upstream.otherwise(Script.raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        RawResponse answer = gateway.chat(CHAT);
        assertThat(answer.status()).as(answer.text()).isIn(502, 504);
        assertThat(answer.text()).containsAnyOf("upstream_tls_failed", "upstream_connect_timeout");
    }

    @Test
    void aRedirectionIsNotFollowed() {
        gateway.upstream.next(Answers.redirect(URI.create("http://169.254.169.254/")));
        RawResponse answer = gateway.chat(CHAT);
        assertError(answer, 502, "upstream_redirect");
        assertThat(answer.headers().has("location")).isFalse();
        assertThat(gateway.upstream.requests()).isEqualTo(1);
    }

    @Test
    void silenceMeetsTheFirstByteDeadline() {
        gateway.upstream.otherwise(Script.silence());
        assertError(gateway.chat(STREAM), 504, "upstream_first_byte_timeout");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.TIMED_OUT);
        gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
    }

    @Test
    void aHeadWithoutABodyMeetsTheFirstByteDeadlineToo() {
        gateway.upstream.otherwise(Script.stream().thenSilence());
        assertError(gateway.chat(STREAM), 504, "upstream_first_byte_timeout");
    }

    @Test
    void aShortAnswerCutInTheMiddleIs502() {
        gateway.upstream.otherwise(
                Answers.chat("hello").header("content-length", "100000").thenHangUp());
        assertError(gateway.chat(CHAT), 502, "upstream_reset");
    }

    @Test
    void aChunkedAnswerCutInTheMiddleIs502() {
        gateway.upstream.otherwise(Script.raw(String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "",
                "5",
                "{\"a\":",
                "")));
        assertError(gateway.chat(CHAT), 502, "upstream_reset");
    }

    @Test
    void aLongAnswerCutInTheMiddleIsCutForTheClientToo() {
        gateway.upstream.next(Script.answer(
                        200, "application/json", "x".repeat(300_000).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .header("content-length", "400000")
                .pause(Duration.ofMillis(100))
                .thenReset());

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.whole()).isFalse();
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void bytesBeyondTheContentLengthNeverReachTheNextAnswer() {
        gateway.upstream.next(Answers.chat("first")
                .thenRaw("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        gateway.chat(CHAT);

        for (int i = 0; i < 3; i++) {
            assertThat(gateway.chat(CHAT).text()).doesNotContain("forged");
        }
    }

    @Test
    void anAnswerBeforeTheRequestIsReadIsTaken() {
        gateway.upstream.next(Answers.error(413, "invalid_request_error", "too_large", "too large")
                .answeringEarly());

        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\",\"pad\":\"" + "x".repeat(900_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
    }

    @Test
    void aTrailerDoesNoHarm() {
        gateway.upstream.next(Answers.wholeChatStream("a").thenTrailer("x-secret", "1"));
        RawResponse answer = gateway.chat(STREAM);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.text()).doesNotContain("x-secret").endsWith("data: [DONE]\n\n");
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() {
        gateway.upstream.next(Script.raw(String.join(
                "\r\n",
                "HTTP/1.1 103 Early Hints",
                "Link: </x>",
                "",
                "HTTP/1.1 200 OK",
                "Content-Type: application/json",
                "Content-Length: 2",
                "",
                "{}")));
        assertThat(gateway.chat(CHAT).text()).isEqualTo("{}");
    }

    @Test
    void nothingThatIsToldHoldsTheProvidersKey() {
        gateway.upstream.next(Script.reset(), Script.nothing(), Script.raw("x\r\n\r\n"));
        for (int i = 0; i < 3; i++) {
            RawResponse answer = gateway.chat(CHAT);
            assertThat(answer.toString()).doesNotContain(Views.UPSTREAM_KEY).doesNotContain(gateway.key);
        }
    }

    private void serveFrom(URI baseUrl) {
        ProviderView provider = GatewayFixture.provider(baseUrl);
        gateway.tenant.providers(provider);
        gateway.tenant.model(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.empty(), Optional.of(provider)));
    }

    private static void assertError(RawResponse answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":\"").contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().first("content-type")).contains("application/json");
        assertThat(answer.headers().first("x-qm-request-id")).isPresent();
        assertThat(answer.headers().first("x-qm-provider")).contains("main");
    }

    @Test
    void theConnectionOfAFailedCallServesTheClientFurther() {
        gateway.upstream.next(Script.reset(), Script.reset());
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(CHAT));
            assertThat(client.response(SOON).status()).isEqualTo(502);
            client.send(gateway.chatRequest(CHAT));
            assertThat(client.response(SOON).status()).isEqualTo(200);
        }
    }
}
