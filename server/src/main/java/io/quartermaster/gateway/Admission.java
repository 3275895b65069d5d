package io.quartermaster.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much this node has taken on: calls, and octets of bodies and answers that it holds. */
public final class Admission {

    private static final int SMALL_BODY =
            4 << 10; // of which as many as there may be calls fit any heap; not worth the contention

    private final GatewayLimits limits;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(GatewayLimits limits) {
        this.limits = limits;
    }

    /** Takes a permit, to be given back by {@link #leave}. */
    public boolean tryEnter() {
        if (calls.incrementAndGet() > limits.callsInFlight()) {
            calls.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        calls.decrementAndGet();
    }

    /** Takes room for a body that grows from one size to another; what was taken is given back by {@link #shrink}. */
    public boolean tryGrow(int from, int to) {
        long more = counted(to) - counted(from);
        if (more > 0 && bytes.addAndGet(more) > limits.bufferedBytes()) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    public void shrink(int size) {
        if (counted(size) > 0) {
            bytes.addAndGet(-counted(size));
        }
    }

    public int callsInFlight() {
        return calls.get();
    }

    private static long counted(int size) {
        return size <= SMALL_BODY ? 0 : size;
    }
}
