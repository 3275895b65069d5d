package io.quartermaster.gateway;

import io.quartermaster.gateway.Failover.Decision;
import io.quartermaster.gateway.Toll.Passage;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.platform.TenantId;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.translation.Translation;
import io.quartermaster.usage.UsageEvent.Outcome;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a client, from its first attempt to its usage event, which is made exactly once and before the last byte goes out. It
 * goes on to another attempt for as long as the client has been given nothing. Used on its event loop only.
 */
public final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int CLIENT_CLOSED_REQUEST = 499; // what proxies log for it; no client ever sees it
    private static final long NO_TIMER = -1;

    private final Calls calls;
    private final Incoming incoming;
    private final ClientEnd client;
    private final AttemptPlan plan;
    private final CallAccount account;
    private final AttemptRequest requests;
    private final CallCircuits circuits;
    private final Context context;

    private @Nullable ScannedRequest request; // let go of once the client has been given something
    private final boolean streamed;
    private final boolean asksForUsage;
    private @Nullable AttemptAnswer current;
    private @Nullable TranslatedAnswer translation;
    private Upstream.@Nullable Sending sending;
    private long timer = NO_TIMER;
    private boolean settled;
    private boolean metered;
    private boolean forwarded;
    private long overheadMicros = -1;
    private long goesOutNanos;

    /** @param steps not empty */
    Call(Calls calls, Incoming incoming, ClientEnd client, List<Step> steps, ScannedRequest request) {
        this.calls = calls;
        this.incoming = incoming;
        this.client = client;
        this.plan = new AttemptPlan(steps);
        this.request = request;
        this.streamed = request.streamed();
        this.asksForUsage = incoming.route() == GatewayRoute.CHAT_COMPLETIONS && streamed && !request.usageAsked();
        this.account = new CallAccount(calls, incoming, streamed);
        this.requests = new AttemptRequest(calls, incoming, streamed);
        this.circuits = new CallCircuits(
                calls.circuits,
                requests,
                incoming.caller().tenant().snapshot().tenant().id());
        this.context = calls.vertx.getOrCreateContext();
    }

    /** Pays the toll, if there is one, and then makes the first attempt. */
    void start() {
        ScannedRequest scan = request;
        if (scan == null || !Toll.isDue(incoming)) {
            forward();
            return;
        }
        long asked = System.nanoTime();
        CompletableFuture<Passage> passage = calls.toll.ask(incoming, plan.steps(), scan, account.occurredAt());
        if (passage.isDone() && !passage.isCompletedExceptionally()) {
            calls.metrics.queued(GatewayMetrics.Queue.LIMITS_AND_BUDGETS, System.nanoTime() - asked);
            pass(passage.join());
        } else {
            var _ = passage.whenComplete((reached, failure) -> context.runOnContext(_ -> {
                if (failure != null) {
                    LOG.error("Request {} could not be paid for", incoming.requestId(), failure);
                }
                calls.metrics.queued(GatewayMetrics.Queue.LIMITS_AND_BUDGETS, System.nanoTime() - asked);
                pass(failure == null ? reached : new Passage.Closed(Refusal.broken()));
            }));
        }
    }

    private void pass(Passage passage) {
        switch (passage) {
            case Passage.Open(List<Step> steps, Fare paid) -> {
                account.paid(paid);
                if (settled) {
                    account.withdraw();
                    return;
                }
                plan.narrow(steps);
                forward();
            }
            case Passage.Closed(Refusal refusal) -> {
                if (!settled) {
                    withdraw();
                    client.refuse(refusal, Optional.empty());
                }
            }
        }
    }

    /** It called nobody, and is no usage. */
    private void withdraw() {
        settled = true;
        request = null;
        account.withdraw();
    }

    private void forward() {
        forwarded = true;
        calls.retries.called();
        plan.begin(circuits::tryEnter);
        attempt();
    }

    private void attempt() {
        ScannedRequest scan = request;
        if (settled || scan == null) {
            return;
        }
        Step step = plan.step();
        Translation between = requests.translation(scan, step, account.occurredAt());
        byte[] body;
        try {
            body = requests.body(scan, step, between, asksForUsage);
        } catch (MalformedBody untranslatable) {
            cannotSay(untranslatable);
            return;
        } catch (RuntimeException bug) { // or the client would wait for ever, and what was paid be lost
            LOG.error("Request {} could not be made into one for its provider", incoming.requestId(), bug);
            withdraw();
            client.refuse(Refusal.broken(), Optional.empty());
            return;
        }
        plan.attempted();
        AttemptAnswer answer = new AttemptAnswer(this, step, asksForUsage && between == null);
        current = answer;
        translation = between == null ? null : new TranslatedAnswer(this, answer, between);
        if (!account.open(step, scan, plan)) {
            withdraw();
            client.refuse(Refusal.ledgerUnavailable(), Optional.empty());
            return;
        }
        Upstream.Outgoing outgoing = requests.outgoing(step, between != null, plan.attempts());
        goesOutNanos = System.nanoTime();
        sending = calls.upstream.send(outgoing, Buffer.buffer(body), translation == null ? answer : translation);
    }

    /** The request has no words in the provider's protocol: the client's mistake, unless only a fallback cannot say it. */
    private void cannotSay(MalformedBody untranslatable) {
        if (plan.turnedBack()) { // the one that was asked for can, and is known to be in trouble
            attempt();
        } else if (plan.failures().isEmpty()) {
            withdraw();
            client.refuse(Refusal.malformed(untranslatable), Optional.empty());
        } else if (plan.skipped(circuits::tryEnter)) {
            attempt();
        } else {
            giveUp(current());
        }
    }

    /** The client is gone: nothing more is tried or paid for. */
    public void clientLeft() {
        if (!settled && !forwarded) {
            settled = true; // what is reserved for it, and not known yet, is released when it is
        } else if (!settled) {
            if (timer != NO_TIMER) {
                calls.vertx.cancelTimer(timer);
            }
            cancelAttempt();
            AttemptAnswer left = current();
            settle(Outcome.CLIENT_LEFT, CLIENT_CLOSED_REQUEST, left.usage());
            if (translation != null) {
                translation.drop();
            }
            left.drop();
        }
    }

    /** Whether it came to a usage event, and to a line in the log of calls with it. */
    public boolean isMetered() {
        return metered;
    }

    /** The client takes more. */
    public void drained() {
        if (!settled && sending != null) {
            sending.resume();
        }
    }

    /** Nothing more of the provider's answer is wanted. */
    void cancelAttempt() {
        if (sending != null) {
            sending.cancel();
        }
    }

    GatewayLimits limits() {
        return calls.limits;
    }

    Context context() {
        return context;
    }

    Admission admission() {
        return calls.admission;
    }

    /** Up to which an answer is held until it is whole; sound is played as it arrives. */
    int wholeAnswerBytes(AnswerHead head) {
        boolean plays = incoming.route().playsAsItArrives() && head.status() < 400;
        return plays ? -1 : calls.limits.wholeAnswerBytes();
    }

    /** Whether another provider or model could answer where this one does not. */
    boolean mayGoElsewhere() {
        return plan.hasNext();
    }

    /** A transcript that is plain text may say anything, what looks like usage too. */
    boolean tellsUsage(AnswerHead head) {
        return head.readable() && (!incoming.route().takesForms() || head.isJson());
    }

    void note(Step step, UpstreamFault fault, Throwable cause) {
        calls.metrics.failed(fault);
        calls.log.failed(incoming.requestId(), tenant(), step.attempt(), fault, cause);
    }

    Optional<Failure> failureOf(Step step, AnswerHead head, Buffer body, boolean errorInStream) {
        return calls.errors.of(step, head, body, errorInStream);
    }

    /** The attempt came to nothing, and the client knows nothing of it. */
    void attemptFailed(AttemptAnswer answer, Failure failure) {
        if (settled) {
            return;
        }
        plan.failed(failure);
        incoming.trace().attemptFailed(failure.kind().word(), failure.status());
        circuits.failed(failure);
        long spent = System.nanoTime() - incoming.admittedNanos();
        Failover.Position position =
                plan.position(step -> requests.deadlines(step).total().minusNanos(spent));
        switch (calls.failover.after(failure, position, circuits::tryEnter, calls.retries::tryTake)) {
            case Decision.Again(Duration pause) -> {
                calls.metrics.retried(failure.kind());
                timer = calls.vertx.setTimer(Math.max(1, pause.toMillis()), _ -> {
                    timer = NO_TIMER;
                    attempt();
                });
            }
            case Decision.GoOn(int next) -> {
                calls.metrics.retried(failure.kind());
                plan.goOn(next);
                attempt();
            }
            case Decision.GiveUp _ -> giveUp(answer);
        }
    }

    private void giveUp(AttemptAnswer answer) {
        LastWord word = new LastWord(plan.failures());
        CallFacts facts = facts(word.step());
        if (word.calledNobody()) {
            withdraw();
        } else {
            settle(word.outcome(), word.status(), answer.usage());
        }
        word.tell(client, facts);
    }

    void begins(AttemptAnswer answer, AnswerHead head) {
        request = null;
        client.begin(head, facts(answer.step()));
    }

    void write(Buffer bytes) {
        account.delivers(current().deliveredTokens());
        if (!client.write(bytes) && sending != null) {
            sending.pause();
        }
    }

    /** The attempt's answer is whole, and the call's. */
    void answered(AttemptAnswer answer, AnswerHead head, Buffer last, boolean error, TokenUsage usage) {
        if (settled) {
            return;
        }
        boolean failed = head.status() >= 400 || error;
        if (!failed) {
            circuits.succeeded(answer.step());
        }
        CallFacts facts = facts(answer.step());
        settle(failed ? Outcome.UPSTREAM_ERROR : Outcome.COMPLETED, head.status(), usage);
        if (answer.begun()) {
            client.end(last);
        } else {
            client.whole(head, facts, last);
        }
    }

    /** The answer broke off after the client had been given a part: it must not look complete. */
    void brokenOff(AttemptAnswer answer, AnswerHead head, Optional<Buffer> pending, UpstreamFault fault) {
        if (settled) {
            return;
        }
        circuits.failed(new Failure.Unanswered(answer.step(), fault));
        settle(fault.isDeadline() ? Outcome.TIMED_OUT : Outcome.INTERRUPTED, head.status(), answer.usage());
        pending.ifPresent(client::write);
        client.breakOff(head, Refusal.upstream(fault));
    }

    private TenantId tenant() {
        return incoming.caller().tenant().snapshot().tenant().id();
    }

    private CallFacts facts(Step step) {
        if (overheadMicros < 0) {
            long sent = sending == null ? 0 : sending.sentNanos();
            long now = System.nanoTime();
            long before = (sent == 0 ? now : sent) - incoming.admittedNanos() - incoming.waitedNanos();
            long arrived = current().arrivedNanos();
            long after = arrived == 0 ? 0 : now - arrived;
            overheadMicros = Math.max(0, before + after) / 1_000;
            if (sent != 0) {
                calls.metrics.queued(GatewayMetrics.Queue.CONNECTION, sent - goesOutNanos);
            }
        }
        return new CallFacts(
                step.route(), step.attempt(), plan.attempts(), plan.fallback(step), account.told(), overheadMicros);
    }

    private void settle(Outcome outcome, int status, TokenUsage usage) {
        settled = true;
        metered = true;
        request = null;
        AttemptAnswer last = current();
        account.settle(last, outcome, status, usage, plan, facts(last.step()).overheadMicros());
    }

    /** The attempt that was made last: there is one once the call is forwarded. */
    private AttemptAnswer current() {
        if (current == null) {
            throw new IllegalStateException("Nobody was called yet");
        }
        return current;
    }
}
