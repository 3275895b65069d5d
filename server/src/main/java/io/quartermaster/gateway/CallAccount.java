package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.platform.TenantId;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.usage.Charge;
import io.quartermaster.usage.Media;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.StartedCall.Ending;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import io.quartermaster.usage.spool.SpooledCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one call has taken and used: its places in limits and budgets, its entries in the spool, and in the end its usage event. */
final class CallAccount {

    private final Calls calls;
    private final Incoming incoming;
    private final boolean streamed;
    private final Instant occurredAt;
    private final UUID id;
    private @Nullable SpooledCall spooled;
    private @Nullable StartedCall started;
    private @Nullable Step startedStep;
    private Fare fare = Fare.NONE;
    private long requestTokens;
    private long spokenTokens;
    private Media asked = Media.NONE;

    CallAccount(Calls calls, Incoming incoming, boolean streamed) {
        this.calls = calls;
        this.incoming = incoming;
        this.streamed = streamed;
        this.occurredAt = calls.clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.id = calls.ids.next();
    }

    /** When the call was admitted; what it uses belongs to that day. */
    Instant occurredAt() {
        return occurredAt;
    }

    void paid(Fare paid) {
        fare = paid;
    }

    /** What the answer's headers tell of limits and budgets. */
    List<Header> told() {
        return fare.told();
    }

    /** The call called nobody, and is no usage. */
    void withdraw() {
        fare.release();
        if (spooled != null) {
            spooled.withdraw();
        }
    }

    /** Before it is forwarded, so that nothing is used that the ledger does not know of; false when that is not possible now. */
    boolean open(Step step, ScannedRequest scan, AttemptPlan plan) {
        if (step.equals(startedStep)) {
            return spooled != null;
        }
        if (started == null) {
            requestTokens = Metering.input(incoming.route().modelType(), scan);
            spokenTokens = Metering.spoken(incoming.route().modelType(), scan);
            asked = Metering.asked(incoming.route().modelType(), scan);
        }
        StartedCall next = started(step, scan, plan);
        started = next;
        startedStep = step;
        if (spooled == null) {
            spooled = calls.spool.here().open(next).orElse(null);
        } else {
            spooled.goesOn(next);
        }
        return spooled != null;
    }

    /** @param tokens of the answer that the client will have been given */
    void delivers(long tokens) {
        if (spooled != null) {
            spooled.delivers(tokens);
        }
    }

    /**
     * Makes the usage event, once.
     *
     * @param usage what the provider reported
     */
    void settle(
            AttemptAnswer answer,
            Outcome outcome,
            int status,
            TokenUsage usage,
            AttemptPlan plan,
            long overheadMicros) {
        Step step = answer.step();
        boolean served = outcome == Outcome.COMPLETED || answer.served();
        Tokens counted = served ? counted(usage, answer, step) : Metering.asReported(usage);
        UsageEvent event = requireStarted()
                .ended(
                        plan.attempts(),
                        new Ending(
                                outcome,
                                status,
                                counted,
                                // counting tokens was promised to cost nothing, a fee for requests neither: nothing is
                                // reserved for it
                                Charge.of(
                                        step.route().model().pricing(),
                                        counted,
                                        served && incoming.route() != GatewayRoute.COUNT_TOKENS),
                                answer.firstByteNanos() == 0
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(since(answer.firstByteNanos())),
                                since(System.nanoTime()),
                                overheadMicros));
        calls.metrics.ended(incoming.route(), event);
        fare.settle(event);
        calls.callLog.settled(event, incoming.waitedNanos() / 1_000);
        incoming.trace().settled(event);
        if (spooled != null) {
            spooled.settle(event);
        }
    }

    private StartedCall requireStarted() {
        if (started == null) {
            throw new IllegalStateException("A call that was never opened cannot be settled");
        }
        return started;
    }

    private long since(long nanos) {
        return (nanos - incoming.admittedNanos()) / 1_000;
    }

    private Tokens counted(TokenUsage usage, AttemptAnswer answer, Step step) {
        if (incoming.route() == GatewayRoute.COUNT_TOKENS) { // which costs nothing, so there is nothing to guess
            return Metering.asReported(usage);
        }
        return Metering.completed(
                usage,
                incoming.route().modelType(),
                step.route().model().pricing(),
                requestTokens,
                outputGuess(answer),
                asked);
    }

    /** Nothing that passes tells what an image takes, so it is what was reserved for it. */
    private long outputGuess(AttemptAnswer answer) {
        return switch (incoming.route().modelType()) {
            case TTS -> spokenTokens;
            case IMAGE -> requireStarted().mostOutputTokens().orElse(0);
            case LLM, SPEECH2TEXT, TEXT_EMBEDDING, RERANK, MODERATION -> answer.textTokens();
        };
    }

    private StartedCall started(Step step, ScannedRequest scan, AttemptPlan plan) {
        boolean free = incoming.route() == GatewayRoute.COUNT_TOKENS;
        return new StartedCall(
                tenant(),
                occurredAt,
                id,
                incoming.requestId(),
                incoming.caller().key().id(),
                incoming.caller().key().user(),
                incoming.route().word(),
                incoming.route().modelType(),
                step.route().model().id(),
                step.route().model().family(),
                step.route().model().model(),
                step.attempt().provider().id(),
                step.attempt().credentialSource(),
                streamed,
                plan.attempts(),
                plan.askedFor(step),
                step.route().model().pricing(),
                free ? OptionalLong.empty() : OptionalLong.of(requestTokens),
                OptionalLong.of(
                        MostCost.output(incoming.route(), scan, step.route().model())),
                asked);
    }

    private TenantId tenant() {
        return incoming.caller().tenant().snapshot().tenant().id();
    }
}
