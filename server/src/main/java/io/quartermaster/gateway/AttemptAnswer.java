package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.protocol.SseScanner;
import io.quartermaster.protocol.TextCount;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.UsageReader;
import io.quartermaster.protocol.UsageTap;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's answer as it arrives. Until the client has been given something of it, it may turn out a failure that another attempt
 * makes good; from then on it is the call's answer, whatever becomes of it.
 *
 * <p>A short unstreamed answer is held until it is whole, and so is an error, for what it says decides what is done. Of a stream, the
 * events that arrive in one turn of the event loop leave in one write.
 */
final class AttemptAnswer implements Answer {

    private static final Buffer NOTHING = Buffer.buffer();

    /** From which on the rest of the turn is not waited for: the client counts as slow when sixteen writes wait, whatever their size. */
    private static final int LARGE_WRITE = 8 << 10;

    /** Long enough for most first words; then the client gets the pings that keep its connection alive. */
    private static final long SILENCE_HELD_NANOS = 10_000_000_000L;

    private final Call call;
    private final Step step;
    private final StreamMeter meter;
    private final Handler<Void> scheduledFlush = _ -> {
        flushScheduled = false;
        flush();
    };

    private @Nullable AnswerHead head;
    private @Nullable SseScanner scanner;
    private @Nullable UsageTap tap;
    private @Nullable Buffer pending;
    private boolean pendingIsOurs;
    private boolean flushScheduled;
    private boolean begun;
    private boolean over;
    private int room;
    private long arrivedNanos;
    private long firstByteNanos;
    private long received;
    private long wholeTokens = -1;
    private @Nullable TokenUsage reported;

    AttemptAnswer(Call call, Step step, boolean hideUsageChunk) {
        this.call = call;
        this.step = step;
        this.meter = new StreamMeter(hideUsageChunk);
    }

    Step step() {
        return step;
    }

    /** Whether the client has been given something of it. */
    boolean begun() {
        return begun;
    }

    /** When the last piece arrived, or 0. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    /** When the first byte of the body arrived, or 0. */
    long firstByteNanos() {
        return firstByteNanos;
    }

    /** What it has reported so far. */
    TokenUsage usage() {
        if (reported != null) {
            return reported;
        }
        return tap != null ? tap.usage() : meter.usage();
    }

    /** What the provider has said so far, where it does not show in what passes. */
    void reports(TokenUsage usage, long textTokens) {
        reported = usage;
        wholeTokens = textTokens;
    }

    /** A guess at the tokens of what it has said so far. */
    long textTokens() {
        if (wholeTokens >= 0) {
            return wholeTokens;
        }
        if (scanner != null) {
            return meter.textTokens();
        }
        return head != null && head.readable() ? received / 4 : received; // packed text has about a token to an octet
    }

    /** At least as many tokens as the client has been given once what is held here is: of a stream, no event is less than one. */
    long deliveredTokens() {
        return scanner == null ? textTokens() : Math.max(meter.textTokens(), meter.spoken());
    }

    /** Whether the client has been given something that is no error. */
    boolean served() {
        return begun && head != null && head.status() < 400;
    }

    @Override
    public boolean hasSpoken() {
        return scanner == null ? received > 0 : meter.hasSpoken();
    }

    /** Nothing of it is wanted any more. */
    void drop() {
        over = true;
        pending = null;
        leave();
    }

    /**
     * Whether there is room on this node for what is held here. It counts as request bodies do: providers that never end what they
     * begin would fill the memory otherwise.
     */
    private boolean fits() {
        int held = (scanner == null ? 0 : scanner.held()) + (begun || pending == null ? 0 : pending.length());
        if (held < room) {
            leave();
        }
        if (held != room && !call.admission().tryGrow(room, held)) {
            return false;
        }
        room = held;
        return true;
    }

    private void leave() {
        call.admission().shrink(room);
        room = 0;
    }

    @Override
    public void head(AnswerHead head) {
        arrivedNanos = System.nanoTime();
        this.head = head;
        if (head.streamed() && head.readable()) {
            scanner = new SseScanner(call.limits().frameBytes(), meter);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the scanner says by it that the piece passes as it is
    public void piece(Buffer piece) {
        if (over) {
            return;
        }
        arrivedNanos = System.nanoTime();
        received += piece.length();
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
            if (!over && !fits()) { // nobody would give the room back of one that is over
                byte[] frame = scanner.letGo();
                if (frame.length > 0) {
                    forward(Buffer.buffer(frame));
                }
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
        if (over || head == null) {
            return;
        }
        over = true;
        leave();
        arrivedNanos = System.nanoTime();
        if (scanner != null) {
            byte[] rest = scanner.rest();
            if (rest.length > 0) {
                hold(Buffer.buffer(rest));
            }
        }
        Buffer last = pending == null ? NOTHING : pending;
        pending = null;
        Optional<Failure> failure = begun ? Optional.empty() : call.failureOf(step, head, last, meter.errorSeen());
        if (failure.isPresent()) {
            call.attemptFailed(this, failure.get());
        } else {
            call.answered(this, head, last, meter.errorSeen(), usageAtEnd(head, last));
        }
    }

    @Override
    public void failed(UpstreamFault fault, Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        leave();
        call.note(step, fault, cause);
        if (begun && head != null) {
            call.brokenOff(this, head, Optional.ofNullable(pending), fault);
        } else {
            call.attemptFailed(this, new Failure.Unanswered(step, fault));
        }
        pending = null;
    }

    private void forward(Buffer bytes) {
        hold(bytes);
        if (head == null || pending == null) {
            return;
        }
        boolean holds = !begun
                && (!head.streamed() || head.status() >= 400 || meter.errorSeen() || mayFailOver())
                && pending.length() <= call.wholeAnswerBytes(head)
                && fits();
        if (holds) {
            return;
        }
        if (pending.length() >= LARGE_WRITE) {
            flush();
        } else if (!flushScheduled) {
            flushScheduled = true;
            call.context().runOnContext(scheduledFlush);
        }
    }

    /** A stream that has said nothing yet is held for a while where another provider could answer instead. */
    private boolean mayFailOver() {
        return scanner != null
                && !meter.hasSpoken()
                && call.mayGoElsewhere()
                && arrivedNanos - firstByteNanos < SILENCE_HELD_NANOS;
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
        Buffer bytes = pending;
        if (over || bytes == null || head == null) {
            return;
        }
        pending = null;
        if (!begun) {
            begun = true;
            leave();
            if (scanner == null && call.tellsUsage(head)) {
                tap = new UsageTap();
                tap.accept(bytes.getBytes());
            }
            call.begins(this, head);
        }
        call.write(bytes);
    }

    private TokenUsage usageAtEnd(AnswerHead head, Buffer last) {
        if (reported != null || tap != null || scanner != null || !call.tellsUsage(head)) {
            return usage();
        }
        byte[] bytes = last.getBytes();
        Optional<TokenUsage> reported = UsageReader.find(bytes, 0, bytes.length);
        if (reported.isEmpty()) {
            TextCount text = new TextCount();
            text.addAnswer(bytes, 0, bytes.length);
            wholeTokens = text.tokens();
        }
        return reported.orElse(TokenUsage.UNKNOWN);
    }
}
