package io.quartermaster.usage.spool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the spool tells of itself. */
final class SpoolMetrics {

    private final LongAdder waiting = new LongAdder();
    private final Counter refused;
    private final Counter damaged;
    private final Counter settled;
    private final Counter interrupted;
    private volatile long writingSince;

    SpoolMetrics(MeterRegistry registry, SpoolFolder folder, SpoolKeeper keeper) {
        Gauge.builder("qm.usage.events.waiting", waiting, LongAdder::sum)
                .description("Usage events that this process settled and the database does not have yet")
                .register(registry);
        Gauge.builder("qm.usage.spool.bytes", folder, SpoolFolder::bytes)
                .description("What the segments of the usage spool take on the disk")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("qm.usage.spool.waiting", this, SpoolMetrics::waitingSeconds)
                .description("For how long the database has not taken the oldest settled events")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("qm.usage.spool.full", keeper, each -> each.isFailing() ? 1 : 0)
                .description("Whether the disk has no room for another segment: then calls are refused")
                .register(registry);
        refused = Counter.builder("qm.usage.spool.refused")
                .description("Calls that were refused because they could not be written down")
                .register(registry);
        damaged = Counter.builder("qm.usage.spool.torn")
                .description("Stretches of the spool that held no whole entry: cut short by a crash, or damaged")
                .register(registry);
        settled = replayed(registry, "settled");
        interrupted = replayed(registry, "interrupted");
    }

    private static Counter replayed(MeterRegistry registry, String what) {
        return Counter.builder("qm.usage.spool.replayed")
                .description("Usage events that an earlier process left in the spool, by whether it saw their end")
                .tag("kind", what)
                .register(registry);
    }

    void refused() {
        refused.increment();
    }

    void settled() {
        waiting.increment();
    }

    void written(int events) {
        waiting.add(-events);
    }

    void damaged(int stretches) {
        damaged.increment(stretches);
    }

    void replayed(int settledEvents, int interruptedCalls) {
        settled.increment(settledEvents);
        interrupted.increment(interruptedCalls);
    }

    /** A batch goes to the database, or has gone. */
    void writing(boolean now) {
        if (!now) {
            writingSince = 0;
        } else if (writingSince == 0) { // a batch that failed and is written again has waited since the first time
            writingSince = System.nanoTime();
        }
    }

    private double waitingSeconds() {
        long since = writingSince;
        return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
    }
}
