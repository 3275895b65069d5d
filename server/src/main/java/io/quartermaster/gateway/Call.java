package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.ModelRoute;
import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.UsageReader;
import io.quartermaster.protocol.UsageTap;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call between a client and a provider, from the moment it is sent to its usage event, which is made exactly once and before the
 * last byte goes out. Used on its event loop only.
 *
 * <p>A short unstreamed answer is held until it is whole. Of a stream, the events that arrive in one turn of the event loop leave in
 * one write.
 */
public final class Call implements Answer {

    private static final int CLIENT_CLOSED_REQUEST = 499; // what proxies log for it; no client ever sees it
    private static final Buffer NOTHING = Buffer.buffer();

    private final Calls calls;
    private final Incoming incoming;
    private final ClientEnd client;
    private final ModelRoute model;
    private final Attempt attempt;
    private final boolean streamed;
    private final StreamMeter meter;
    private final Instant occurredAt;
    private final Context context;
    private final Handler<Void> flush = _ -> flush();

    private Upstream.@Nullable Sending sending;
    private @Nullable AnswerHead head;
    private @Nullable SseScanner scanner;
    private @Nullable UsageTap tap;
    private @Nullable Buffer pending;
    private boolean pendingIsOurs;
    private boolean flushScheduled;
    private boolean begun;
    private boolean settled;
    private long arrivedNanos;
    private long firstByteNanos;
    private long overheadMicros = -1;

    Call(
            Calls calls,
            Incoming incoming,
            ClientEnd client,
            ModelRoute model,
            Attempt attempt,
            boolean streamed,
            boolean hideUsageChunk) {
        this.calls = calls;
        this.incoming = incoming;
        this.client = client;
        this.model = model;
        this.attempt = attempt;
        this.streamed = streamed;
        this.meter = new StreamMeter(hideUsageChunk);
        this.occurredAt = calls.clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.context = calls.vertx.getOrCreateContext();
    }

    void sentAs(Upstream.Sending sending) {
        this.sending = sending;
    }

    /** The client is gone: nothing more is paid for. */
    public void clientLeft() {
        if (!settled) {
            cancel();
            settle(Outcome.CLIENT_LEFT, CLIENT_CLOSED_REQUEST, usageSoFar());
        }
    }

    /** The client takes more. */
    public void drained() {
        if (!settled && sending != null) {
            sending.resume();
        }
    }

    @Override
    public void head(AnswerHead head) {
        arrivedNanos = System.nanoTime();
        this.head = head;
        if (head.streamed() && head.readable()) {
            scanner = new SseScanner(calls.limits.frameBytes(), meter);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the scanner says by it that the piece passes as it is
    public void piece(Buffer piece) {
        if (settled) {
            return;
        }
        arrivedNanos = System.nanoTime();
        if (firstByteNanos == 0) {
            firstByteNanos = arrivedNanos;
        }
        if (scanner != null) {
            byte[] bytes = piece.getBytes();
            byte[] passed = scanner.accept(bytes);
            if (passed == bytes) {
                forward(piece);
            } else if (passed.length > 0) {
                forward(Buffer.buffer(passed));
            }
        } else {
            if (tap != null) {
                tap.accept(piece.getBytes());
            }
            forward(piece);
        }
    }

    @Override
    public void end() {
        if (settled || head == null) {
            return;
        }
        arrivedNanos = System.nanoTime();
        if (scanner != null) {
            byte[] rest = scanner.rest();
            if (rest.length > 0) {
                hold(Buffer.buffer(rest));
            }
        }
        Buffer last = pending == null ? NOTHING : pending;
        pending = null;
        boolean failed = head.status() >= 400 || meter.errorSeen();
        CallFacts facts = facts();
        settle(failed ? Outcome.UPSTREAM_ERROR : Outcome.COMPLETED, head.status(), usageAtEnd(head, last));
        if (begun) {
            client.end(last);
        } else {
            client.whole(head, facts, last);
        }
    }

    @Override
    public void failed(UpstreamFault fault, Throwable cause) {
        if (settled) {
            return;
        }
        calls.metrics.failed(fault);
        calls.log.failed(
                incoming.requestId(),
                incoming.caller().tenant().snapshot().tenant().id(),
                attempt,
                fault,
                cause);
        Refusal refusal = Refusal.upstream(fault);
        Outcome outcome = fault.isDeadline() ? Outcome.TIMED_OUT : begun ? Outcome.INTERRUPTED : Outcome.UPSTREAM_ERROR;
        CallFacts facts = facts();
        if (fault == UpstreamFault.ADDRESS_REFUSED || fault == UpstreamFault.UNRESOLVED) {
            settled = true; // nobody was called
        } else {
            settle(outcome, begun && head != null ? head.status() : refusal.status(), usageSoFar());
        }
        if (begun && head != null) {
            if (pending != null) {
                client.write(pending);
            }
            client.breakOff(head, refusal);
        } else {
            client.refuse(refusal, Optional.of(facts));
        }
        pending = null;
    }

    private void forward(Buffer bytes) {
        hold(bytes);
        if (head == null || pending == null) {
            return;
        }
        boolean holdsWhole = !head.streamed() && !begun && pending.length() <= calls.limits.wholeAnswerBytes();
        if (!holdsWhole && !flushScheduled) {
            flushScheduled = true;
            context.runOnContext(flush);
        }
    }

    private void hold(Buffer bytes) {
        if (pending == null) {
            pending = bytes;
            pendingIsOurs = false;
        } else {
            if (!pendingIsOurs) {
                pending = Buffer.buffer(2 * (pending.length() + bytes.length())).appendBuffer(pending);
                pendingIsOurs = true;
            }
            pending.appendBuffer(bytes);
        }
    }

    private void flush() {
        flushScheduled = false;
        Buffer bytes = pending;
        if (settled || bytes == null || head == null) {
            return;
        }
        pending = null;
        if (!begun) {
            begun = true;
            client.begin(head, facts());
            if (scanner == null && head.readable()) {
                tap = new UsageTap();
                tap.accept(bytes.getBytes());
            }
        }
        if (!client.write(bytes) && sending != null) {
            sending.pause();
        }
    }

    private CallFacts facts() {
        if (overheadMicros < 0) {
            long sent = sending == null ? 0 : sending.sentNanos();
            long now = System.nanoTime();
            long before = (sent == 0 ? now : sent) - incoming.admittedNanos() - incoming.waitedNanos();
            long after = arrivedNanos == 0 ? 0 : now - arrivedNanos;
            overheadMicros = Math.max(0, before + after) / 1_000;
        }
        return new CallFacts(model, attempt, 1, overheadMicros);
    }

    private TokenUsage usageSoFar() {
        return tap != null ? tap.usage() : meter.usage();
    }

    private TokenUsage usageAtEnd(AnswerHead head, Buffer last) {
        if (tap != null || scanner != null || !head.readable()) {
            return usageSoFar();
        }
        byte[] bytes = last.getBytes();
        return UsageReader.find(bytes, 0, bytes.length).orElse(TokenUsage.UNKNOWN);
    }

    private void cancel() {
        if (sending != null) {
            sending.cancel();
        }
    }

    private void settle(Outcome outcome, int status, TokenUsage tokens) {
        settled = true;
        long now = System.nanoTime();
        UsageEvent event = new UsageEvent(
                incoming.caller().tenant().snapshot().tenant().id(),
                occurredAt,
                calls.ids.next(),
                incoming.requestId(),
                incoming.caller().key().id(),
                incoming.route().word(),
                incoming.route().modelType(),
                model.model().id(),
                model.model().family(),
                model.model().model(),
                attempt.provider().id(),
                attempt.credentialSource(),
                streamed,
                outcome,
                status,
                tokens.input(),
                tokens.cachedInput(),
                tokens.output(),
                firstByteNanos == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of((firstByteNanos - incoming.admittedNanos()) / 1_000),
                (now - incoming.admittedNanos()) / 1_000,
                facts().overheadMicros());
        calls.metrics.ended(incoming.route(), event);
        calls.usage.accept(event);
    }
}
