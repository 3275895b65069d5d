package io.quartermaster.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Keeps lines that may come by the hundred to a few each second, and tells how many were left out. */
public final class LogRate {

    private static final int MOST_PER_SECOND = 20;
    private static final long SECOND = 1_000_000_000L;

    private final Logger log;
    private final String what;
    private final LongSupplier nanoTime;
    private final AtomicLong second;
    private final AtomicInteger lines = new AtomicInteger();

    /** @param what the plural of what the lines tell of */
    public LogRate(Logger log, String what, LongSupplier nanoTime) {
        this.log = log;
        this.what = what;
        this.nanoTime = nanoTime;
        this.second = new AtomicLong(nanoTime.getAsLong() / SECOND);
    }

    /** Whether the next line may be written. */
    public boolean mayWrite() {
        long now = nanoTime.getAsLong() / SECOND;
        long before = second.get();
        if (now != before && second.compareAndSet(before, now)) {
            int dropped = lines.getAndSet(0) - MOST_PER_SECOND;
            if (dropped > 0) {
                log.warn("{} more {} were not logged", dropped, what);
            }
        }
        return lines.incrementAndGet() <= MOST_PER_SECOND;
    }
}
