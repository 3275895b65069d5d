package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.access.Role;
import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model that is bound to one provider, and another model at another provider to stand in for it. */
class FailoverTest {

    private static final String CHAT = "{\"model\":\"smart\",\"messages\":[]}";
    private static final String STREAM = "{\"model\":\"smart\",\"stream\":true,\"messages\":[]}";
    private static final Deadlines SHORT = ShortDeadlines.ofProvidersAmongSeveral();

    private final GatewayFixture gateway = new GatewayFixture(SHORT);
    private final FakeUpstream primary = FakeUpstream.start();
    private final FakeUpstream second = FakeUpstream.start();

    @BeforeEach
    void configure() {
        ProviderView first = Views.provider("first", ProviderFamily.OPENAI, primary.baseUrl());
        ProviderView other = Views.provider("other", ProviderFamily.OPENAI_COMPATIBLE, second.baseUrl());
        gateway.tenant.clearModels();
        gateway.tenant.providers(first, other);
        ModelView large = gateway.tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.OPENAI_COMPATIBLE, "large", Optional.empty(), Optional.of(other)));
        gateway.tenant.model(Views.withFallbacks(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.of("smart"), Optional.of(first)),
                large));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
        primary.close();
        second.close();
    }

    @Test
    void aRateLimitIsWaitedForAsLongAsTheProviderAsks() { // gateway case 1
        primary.next(Answers.rateLimited(Duration.ofSeconds(1)));

        long began = System.nanoTime();
        RawResponse answer = gateway.chat(CHAT);

        assertAnsweredBy(answer, "openai/gpt-4o", 2);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(second.requests()).isZero();
    }

    @Test
    void aRateLimitForEverIsHammeredByNobody() { // gateway case 2
        primary.otherwise(Answers.rateLimited(Duration.ofSeconds(60)));

        for (int call = 0; call < 5; call++) {
            assertThat(gateway.chat(CHAT).headers().first("x-qm-model")).contains("openai-compatible/large");
        }

        assertThat(primary.requests()).isEqualTo(1);
        gateway.clock.advance(Duration.ofSeconds(61));
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        assertThat(primary.requests()).isEqualTo(2);
    }

    @Test
    void aServerErrorIsTriedAgainOnce() { // gateway case 3
        primary.next(Answers.serverError(500));

        assertAnsweredBy(gateway.chat(CHAT), "openai/gpt-4o", 2);
        assertThat(second.requests()).isZero();
    }

    @Test
    void aFallbackThatHasNoWordsForTheRequestIsPassedOver() {
        ProviderView first = Views.provider("first", ProviderFamily.OPENAI, primary.baseUrl());
        ProviderView other = Views.provider("other", ProviderFamily.OPENAI_COMPATIBLE, second.baseUrl());
        ProviderView claude = Views.provider("claude", ProviderFamily.ANTHROPIC, second.origin());
        gateway.tenant.clearModels();
        gateway.tenant.providers(first, other, claude);
        ModelView one = gateway.tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.ANTHROPIC, "claude-one", Optional.empty(), Optional.of(claude)));
        ModelView large = gateway.tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.OPENAI_COMPATIBLE, "large", Optional.empty(), Optional.of(other)));
        gateway.tenant.model(Views.withFallbacks(
                Views.model(ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.of("smart"), Optional.of(first)),
                one,
                large));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        primary.otherwise(Answers.serverError(503));

        RawResponse answer =
                gateway.chat("{\"model\":\"smart\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertAnsweredBy(answer, "openai-compatible/large", 3);
    }

    @Test
    void aProviderThatIsDownIsLeftForAnother() { // gateway case 4
        primary.otherwise(Answers.serverError(503));

        RawResponse answer = gateway.chat(CHAT);

        assertAnsweredBy(answer, "openai-compatible/large", 3);
        assertThat(answer.headers().first("x-qm-fallback")).contains("openai/gpt-4o;server_error");
        assertThat(answer.headers().first("x-qm-provider")).contains("other");
        assertThat(primary.requests()).isEqualTo(2);
    }

    @Test
    void aResetBeforeTheHeadIsTriedAgain() { // gateway case 5
        primary.next(Script.reset());

        assertAnsweredBy(gateway.chat(STREAM), "openai/gpt-4o", 2);
    }

    @Test
    void silenceIsLeftAtTheFirstByteDeadline() { // gateway case 6
        primary.otherwise(Script.silence());

        assertAnsweredBy(gateway.chat(CHAT), "openai-compatible/large", 2);
        assertThat(primary.requests()).isEqualTo(1);
    }

    @Test
    void aSlowFirstTokenIsWaitedForUpToItsDeadline() { // gateway case 7
        primary.otherwise(Answers.chatStream("late").after(Duration.ofMillis(250)));

        assertAnsweredBy(gateway.chat(STREAM), "openai/gpt-4o", 1);
    }

    @Test
    void aStreamThatBeginsWithAnErrorWasNoAnswer() { // gateway case 8, before anything was sent
        primary.otherwise(Script.answer(
                200,
                "text/event-stream",
                "data: {\"error\":{\"message\":\"overloaded\"}}\n\n".getBytes(StandardCharsets.UTF_8)));

        RawResponse answer = gateway.chat(STREAM);

        assertAnsweredBy(answer, "openai-compatible/large", 3);
        assertThat(answer.text()).doesNotContain("overloaded").contains("[DONE]");
    }

    @Test
    void aStreamThatBrokeOffAfterItsFirstEventIsNotBegunAgain() { // gateway case 8
        primary.next(Script.stream()
                .events("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}")
                .pause(Duration.ofMillis(100)) // a reset takes what was not read yet with it
                .thenReset());

        RawResponse answer = gateway.chat(STREAM);

        assertThat(answer.text()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(second.requests()).isZero();
        assertThat(primary.requests()).isEqualTo(1);
    }

    @Test
    void anErrorWithStatus200IsAnError() {
        primary.otherwise(Answers.errorWithStatus200());

        assertAnsweredBy(gateway.chat(CHAT), "openai-compatible/large", 3);
    }

    @Test
    void anErrorWithStatus200AloneIsToldAs502() {
        primary.otherwise(Answers.errorWithStatus200());
        second.otherwise(Answers.errorWithStatus200());

        assertThat(gateway.chat(CHAT).status()).isEqualTo(502);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void aPromptThatIsTooLongGoesToTheOtherModelOnly() { // gateway case 12
        primary.otherwise(Answers.error(
                400, "invalid_request_error", "context_length_exceeded", "maximum context length is 8192"));

        assertAnsweredBy(gateway.chat(CHAT), "openai-compatible/large", 2);
        assertThat(primary.requests()).isEqualTo(1);
    }

    @Test
    void aContentFiltersVerdictIsPassedOn() { // gateway case 13
        Script verdict = Answers.error(400, "invalid_request_error", "content_filter", "filtered");
        primary.otherwise(verdict);

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().array()).isEqualTo(verdict.body());
        assertThat(second.requests()).isZero();
    }

    @Test
    void aFallbackThatRefusesMasksNothing() { // gateway case 14
        primary.otherwise(Answers.serverError(503));
        second.otherwise(Answers.error(400, "invalid_request_error", "invalid", "assistant prefill is not supported"));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text())
                .contains("openai/gpt-4o at first: 503", "openai-compatible/large at other: 400", "prefill");
    }

    @Test
    void aProviderThatStaysDownIsPassedOverUntilAProbeFindsItBack() { // gateway case 15
        primary.otherwise(Answers.serverError(503));
        for (int call = 0; call < 4; call++) {
            assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        }
        int asked = primary.requests();

        RawResponse diverted = gateway.chat(CHAT);
        assertThat(primary.requests()).as("while the circuit is open").isEqualTo(asked);
        assertThat(diverted.headers().first("x-qm-fallback")).contains("openai/gpt-4o;circuit_open");
        assertThat(diverted.headers().first("x-qm-attempts")).contains("1");

        primary.otherwise(Answers.chat("back"));
        gateway.clock.advance(Duration.ofSeconds(61));
        assertAnsweredBy(gateway.chat(CHAT), "openai/gpt-4o", 1);
        assertAnsweredBy(gateway.chat(CHAT), "openai/gpt-4o", 1);
    }

    @Test
    void theModelThatAnsweredIsTheOneThatIsBilled() { // gateway case 16
        primary.otherwise(Script.reset());

        gateway.chat(CHAT);

        assertThat(gateway.event().model()).isEqualTo("large");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(gateway.event().tokens().input()).hasValue(11);
        assertThat(gateway.events).hasSize(1);
    }

    @Test
    void aKeyThatMayNotCallTheFallbackDoesNotReachIt() {
        primary.otherwise(Answers.serverError(503));
        String key = gateway.tenant.key(Role.MEMBER, Optional.empty(), Set.of("smart"));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());

        RawResponse answer =
                gateway.send(RawHttp.request("POST", "/v1/chat/completions", CHAT, "Authorization: Bearer " + key));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(second.requests()).isZero();
    }

    @Test
    void aRefusedKeyIsNotTriedAgainAndAnotherProviderServes() {
        primary.otherwise(Answers.error(401, "invalid_request_error", "invalid_api_key", "no"));

        assertAnsweredBy(gateway.chat(CHAT), "openai-compatible/large", 2);
        assertThat(primary.requests()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesEndsTheRetries() throws Exception { // gateway case 30
        primary.otherwise(Answers.rateLimited(Duration.ofSeconds(2)));
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(CHAT));
            primary.awaitExchange(0, SOON).awaitRead(SOON);
            Eventually.await(SOON, "the retry waits", () -> gateway.retries() == 1);
        }

        Eventually.await(SOON, "the call is over", () -> gateway.inFlight() == 0);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(primary.requests()).isEqualTo(1);
        assertThat(second.requests()).isZero();
    }

    private static void assertAnsweredBy(RawResponse answer, String model, int attempts) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.headers().first("x-qm-model")).contains(model);
        assertThat(answer.headers().first("x-qm-attempts")).contains(String.valueOf(attempts));
    }
}
