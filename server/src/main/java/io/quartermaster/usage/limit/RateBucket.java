package io.quartermaster.usage.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a minute's worth is used up, as the time until it is all there again; it comes back evenly. Being a time, it holds for
 * whatever the limit is changed to. (Known as the generic cell rate algorithm.) Without locks.
 */
final class RateBucket {

    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** When all is there again. */
    private final AtomicLong full;

    RateBucket(long now) {
        this.full = new AtomicLong(now);
    }

    /**
     * Takes a part of the minute's worth, given as the time in which it comes back. What is more than the whole can be taken of
     * a bucket that is full.
     *
     * @return how long to wait for it, in nanoseconds; 0 when it was taken
     */
    long tryTake(long cost, long now) {
        while (true) {
            long before = full.get();
            long used = Math.max(0, before - now);
            long wait = used + cost - Math.max(MINUTE, cost);
            if (wait > 0) {
                return wait;
            }
            if (full.compareAndSet(before, now + used + cost)) {
                return 0;
            }
        }
    }

    /** Takes it, there or not. */
    void take(long cost, long now) {
        full.updateAndGet(before -> Math.max(before, now) + cost);
    }

    void giveBack(long cost) {
        full.addAndGet(-cost);
    }

    /** The nanoseconds until all is there again. */
    long used(long now) {
        return Math.max(0, full.get() - now);
    }
}
