package io.quartermaster.gateway;

import io.quartermaster.gateway.Failover.Decision;
import io.quartermaster.gateway.Toll.Passage;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.TenantId;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.Splice;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.translation.Translation;
import io.quartermaster.usage.Charge;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import io.quartermaster.usage.spool.SpooledCall;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
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
    private static final String CIRCUIT_OPEN = "circuit_open";
    private static final long NO_TIMER = -1;

    private final Calls calls;
    private final Incoming incoming;
    private final ClientEnd client;
    private List<Step> plan;
    private final Instant occurredAt;
    private final UUID id;
    private final Context context;
    private final List<Failure> failures = new ArrayList<>(0);

    private @Nullable RequestScan request; // let go of once the client has been given something
    private final boolean streamed;
    private final boolean asksForUsage;
    private int index;
    private int tries;
    private int attempts;
    private boolean diverted;
    private AttemptAnswer current;
    private @Nullable TranslatedAnswer translation;
    private Upstream.@Nullable Sending sending;
    private @Nullable SpooledCall spooled;
    private @Nullable Step spooledStep;
    private long timer = NO_TIMER;
    private boolean settled;
    private boolean metered;
    private boolean forwarded;
    private Fare fare = Fare.NONE;
    private long overheadMicros = -1;
    private long requestTokens;

    /** @param plan not empty */
    Call(Calls calls, Incoming incoming, ClientEnd client, List<Step> plan, RequestScan request) {
        this.calls = calls;
        this.incoming = incoming;
        this.client = client;
        this.plan = plan;
        this.request = request;
        this.streamed = request.streamed();
        this.asksForUsage = incoming.route() == GatewayRoute.CHAT_COMPLETIONS && streamed && !request.usageAsked();
        this.occurredAt = calls.clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.id = calls.ids.next();
        this.context = calls.vertx.getOrCreateContext();
        this.current = new AttemptAnswer(this, plan.getFirst(), asksForUsage);
    }

    /** Pays the toll, if there is one, and then makes the first attempt. */
    void start() {
        RequestScan scan = request;
        if (scan == null || !Toll.isDue(incoming)) {
            forward();
            return;
        }
        CompletableFuture<Passage> passage = calls.toll.ask(incoming, plan, scan, occurredAt);
        if (passage.isDone() && !passage.isCompletedExceptionally()) {
            pass(passage.join());
        } else {
            var _ = passage.whenComplete((reached, failure) -> context.runOnContext(_ -> {
                if (failure != null) {
                    LOG.error("Request {} could not be paid for", incoming.requestId(), failure);
                }
                pass(failure == null ? reached : new Passage.Closed(Refusal.broken()));
            }));
        }
    }

    private void pass(Passage passage) {
        switch (passage) {
            case Passage.Open(List<Step> steps, Fare paid) -> {
                fare = paid;
                if (settled) {
                    fare.release();
                    return;
                }
                plan = steps;
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
        fare.release();
        if (spooled != null) {
            spooled.withdraw();
        }
    }

    /** Makes the first attempt at the first step whose circuit lets it through; where none does, at the first of all, once. */
    private void forward() {
        forwarded = true;
        calls.retries.called();
        int first = 0;
        while (first < plan.size() && !mayTry(plan.get(first))) {
            first++;
        }
        if (first == plan.size()) {
            index = 0;
            tries = 1; // no second one: the provider is known to be in trouble
        } else {
            index = first;
            diverted = first > 0;
        }
        attempt();
    }

    private void attempt() {
        RequestScan scan = request;
        if (settled || scan == null) {
            return;
        }
        Step step = plan.get(index);
        Translation between = translation(scan, step);
        byte[] body;
        try {
            body = between != null
                    ? between.request(scan, step.upstreamModel())
                    : Splice.rewrite(scan, step.upstreamModelJson(), asksForUsage);
        } catch (MalformedBody untranslatable) {
            cannotSay(untranslatable);
            return;
        }
        attempts++;
        tries++;
        current = new AttemptAnswer(this, step, asksForUsage && between == null);
        translation = between == null ? null : new TranslatedAnswer(this, current, between);
        if (!writeDown(step, scan)) {
            withdraw();
            client.refuse(Refusal.ledgerUnavailable(), Optional.empty());
            return;
        }
        sending = calls.upstream.send(
                new Upstream.Outgoing(
                        step.attempt(),
                        UpstreamPath.of(incoming.route(), step, streamed),
                        streamed,
                        incoming.route().playsAsItArrives(),
                        between == null ? incoming.passed() : List.of(),
                        incoming.admittedNanos()),
                Buffer.buffer(body),
                translation == null ? current : translation);
    }

    /** Null where the provider speaks as the client does. */
    private @Nullable Translation translation(RequestScan scan, Step step) {
        return Dialects.translation(incoming.route(), step, occurredAt.getEpochSecond(), scan.usageAsked());
    }

    /** The request has no words in the provider's protocol: the client's mistake, unless only a fallback cannot say it. */
    private void cannotSay(MalformedBody untranslatable) {
        if (diverted && failures.isEmpty()) { // the one that was asked for could, and is known to be in trouble
            diverted = false;
            index = 0;
            tries = 1;
            attempt();
        } else if (failures.isEmpty()) {
            withdraw();
            client.refuse(Refusal.malformed(untranslatable), Optional.empty());
        } else {
            giveUp(failures.getLast(), current);
        }
    }

    /** Before it is forwarded, so that nothing is used that the ledger does not know of; false when that is not possible now. */
    private boolean writeDown(Step step, RequestScan scan) {
        if (spooled == null) {
            requestTokens = scan.textTokens();
            spooled = calls.spool.here().open(started(step, scan)).orElse(null);
        } else if (!step.equals(spooledStep)) {
            spooled.goesOn(started(step, scan));
        }
        spooledStep = step;
        return spooled != null;
    }

    private StartedCall started(Step step, RequestScan scan) {
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
                attempts,
                askedFor(step),
                step.route().model().pricing(),
                free ? OptionalLong.empty() : OptionalLong.of(requestTokens),
                OptionalLong.of(
                        MostCost.output(incoming.route(), scan, step.route().model())));
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
            settle(Outcome.CLIENT_LEFT, CLIENT_CLOSED_REQUEST, current.usage());
            if (translation != null) {
                translation.drop();
            }
            current.drop();
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
        failures.add(failure);
        calls.circuits.failed(tenant(), failure);
        long spent = System.nanoTime() - incoming.admittedNanos();
        Duration left = calls.total.minusNanos(spent);
        switch (calls.failover.after(
                failure,
                new Failover.Position(plan, index, tries, attempts, left),
                this::mayTry,
                calls.retries::tryTake)) {
            case Decision.Again(Duration pause) -> {
                calls.metrics.retried(failure.kind());
                timer = calls.vertx.setTimer(Math.max(1, pause.toMillis()), _ -> {
                    timer = NO_TIMER;
                    attempt();
                });
            }
            case Decision.GoOn(int next) -> {
                calls.metrics.retried(failure.kind());
                index = next;
                tries = 0;
                attempt();
            }
            case Decision.GiveUp _ -> giveUp(failure, answer);
        }
    }

    private void giveUp(Failure last, AttemptAnswer answer) {
        Failure told = failures.getFirst();
        boolean several = failures.stream().anyMatch(failure -> !failure.step().equals(told.step()));
        CallFacts facts = facts(several ? told.step() : last.step());
        Outcome outcome = last.kind() == FailureKind.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.UPSTREAM_ERROR;
        int status = several ? told.status() : last.status();
        if (failures.stream().allMatch(Call::calledNobody)) {
            withdraw();
        } else {
            settle(outcome, status, answer.usage());
        }
        if (several) {
            client.refuse(Refusal.everyAttemptFailed(failures), Optional.of(facts));
            return;
        }
        switch (last) {
            case Failure.Answered answered ->
                client.whole(answered.head().withStatus(answered.status()), facts, answered.body());
            case Failure.Unanswered unanswered ->
                client.refuse(Refusal.upstream(unanswered.fault()), Optional.of(facts));
        }
    }

    private static boolean calledNobody(Failure failure) {
        return failure instanceof Failure.Unanswered unanswered
                && (unanswered.fault() == UpstreamFault.ADDRESS_REFUSED
                        || unanswered.fault() == UpstreamFault.UNRESOLVED);
    }

    void begins(AttemptAnswer answer, AnswerHead head) {
        request = null;
        client.begin(head, facts(answer.step()));
    }

    void write(Buffer bytes) {
        if (spooled != null) {
            spooled.delivers(current.deliveredTokens());
        }
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
            calls.circuits.succeeded(tenant(), answer.step().attempt());
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
        calls.circuits.failed(tenant(), new Failure.Unanswered(answer.step(), fault));
        settle(fault.isDeadline() ? Outcome.TIMED_OUT : Outcome.INTERRUPTED, head.status(), answer.usage());
        pending.ifPresent(client::write);
        client.breakOff(head, Refusal.upstream(fault));
    }

    private boolean mayTry(Step step) {
        return calls.circuits.tryEnter(tenant(), step.attempt());
    }

    private TenantId tenant() {
        return incoming.caller().tenant().snapshot().tenant().id();
    }

    private CallFacts facts(Step step) {
        if (overheadMicros < 0) {
            long sent = sending == null ? 0 : sending.sentNanos();
            long now = System.nanoTime();
            long before = (sent == 0 ? now : sent) - incoming.admittedNanos() - incoming.waitedNanos();
            long after = current.arrivedNanos() == 0 ? 0 : now - current.arrivedNanos();
            overheadMicros = Math.max(0, before + after) / 1_000;
        }
        return new CallFacts(step.route(), step.attempt(), attempts, fallback(step), fare.told(), overheadMicros);
    }

    private Optional<String> fallback(Step step) {
        if (!fellBack(step)) {
            return Optional.empty();
        }
        String why = failures.isEmpty() && diverted
                ? CIRCUIT_OPEN
                : failures.getFirst().kind().word();
        return Optional.of(plan.getFirst().route().header() + ";" + why);
    }

    /** The model that was, when another answers. */
    private Optional<ModelConfigId> askedFor(Step step) {
        return fellBack(step) ? Optional.of(plan.getFirst().route().model().id()) : Optional.empty();
    }

    private boolean fellBack(Step step) {
        return !plan.getFirst().route().model().id().equals(step.route().model().id());
    }

    private Tokens counted(TokenUsage usage) {
        if (incoming.route() == GatewayRoute.COUNT_TOKENS) { // which costs nothing, so there is nothing to guess
            return Metering.asReported(usage);
        }
        return Metering.completed(usage, incoming.route().modelType(), requestTokens, current.textTokens());
    }

    private void settle(Outcome outcome, int status, TokenUsage tokens) {
        settled = true;
        Step step = current.step();
        boolean served = outcome == Outcome.COMPLETED || current.served();
        Tokens counted = served ? counted(tokens) : Metering.asReported(tokens);
        request = null;
        long now = System.nanoTime();
        UsageEvent event = new UsageEvent(
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
                outcome,
                status,
                attempts,
                askedFor(step),
                counted,
                Charge.of(step.route().model().pricing(), counted, served),
                current.firstByteNanos() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of((current.firstByteNanos() - incoming.admittedNanos()) / 1_000),
                (now - incoming.admittedNanos()) / 1_000,
                facts(step).overheadMicros());
        metered = true;
        calls.metrics.ended(incoming.route(), event);
        fare.settle(event);
        calls.callLog.settled(event, incoming.waitedNanos() / 1_000);
        if (spooled != null) {
            spooled.settle(event);
        }
    }
}
