package io.quartermaster.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.tenant.KeyOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes usage events to the database in batches, off the hot path, and keeps them in memory while the database is away.
 * What memory cannot hold is counted as lost and logged. (A crash-proof spool will stand in front of this.)
 */
public final class UsageLedger implements UsageSink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UsageLedger.class);
    private static final int MOST_WAITING = 100_000;
    private static final int LARGEST_BATCH = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
    private static final Duration BEFORE_RETRY = Duration.ofMillis(500);
    private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(10);

    private final Database database;
    private final ApiKeyUses uses;
    private final UsagePosting posting;
    private final UsageFollower follower;
    private final BlockingQueue<UsageEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Counter written;
    private final Counter lost;
    private final Thread writer;
    private volatile boolean closing;

    public UsageLedger(Database database, ApiKeyUses uses, UsageFollower follower, MeterRegistry meters) {
        this.database = database;
        this.uses = uses;
        this.follower = follower;
        this.posting = new UsagePosting(follower);
        this.written = meters.counter("qm.usage.events.written");
        this.lost = meters.counter("qm.usage.events.lost");
        Gauge.builder("qm.usage.events.waiting", waiting, BlockingQueue::size).register(meters);
        this.writer = Thread.ofVirtual().name("usage-ledger").start(this::run);
    }

    @Override
    public void accept(UsageEvent event) {
        if (!waiting.offer(event)) {
            lost.increment();
            log.error(
                    "A usage event was lost: {} are waiting for the database, the most that memory holds",
                    MOST_WAITING);
        }
    }

    private void run() {
        List<UsageEvent> batch = new ArrayList<>(LARGEST_BATCH);
        while (!closing || !waiting.isEmpty()) {
            try {
                UsageEvent first = waiting.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    gather(batch);
                    write(batch);
                }
            } catch (InterruptedException interrupted) {
                waiting.addAll(batch);
                break;
            }
            batch.clear();
        }
        if (!waiting.isEmpty()) {
            lost.increment(waiting.size());
            log.error("{} usage events were lost: the database did not take them before the end", waiting.size());
        }
    }

    /** Lets a batch grow for a moment, so that a busy node writes few large statements and not many small ones. */
    private void gather(List<UsageEvent> batch) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        for (long left = LONGEST_WAIT.toNanos();
                left > 0 && batch.size() < LARGEST_BATCH && !closing;
                left = end - System.nanoTime()) {
            UsageEvent next = waiting.poll(left, TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
            }
        }
        waiting.drainTo(batch, LARGEST_BATCH - batch.size()); // at the end all of it, not one by one
    }

    private void write(List<UsageEvent> batch) throws InterruptedException {
        Map<TenantId, List<UsageEvent>> byTenant = new LinkedHashMap<>();
        batch.forEach(event -> byTenant.computeIfAbsent(event.tenant(), tenant -> new ArrayList<>())
                .add(event));
        batch.forEach(event -> uses.used(new KeyOwner(event.tenant(), event.apiKey()), event.occurredAt()));
        for (Map.Entry<TenantId, List<UsageEvent>> entry : byTenant.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
    }

    /**
     * Tries until the database has them: inserting twice changes nothing. What it refuses is tried by halves, so that one event
     * does not take its whole batch with it.
     */
    private void write(TenantId tenant, List<UsageEvent> events) throws InterruptedException {
        while (true) {
            try {
                database.append(tenant, tx -> posting.post(tx, events));
                written.increment(events.size());
                follower.posted(events);
                return;
            } catch (DatabaseUnavailable away) {
                log.warn("{} usage events wait for the database", events.size() + waiting.size());
                Thread.sleep(BEFORE_RETRY);
            } catch (RuntimeException refused) {
                if (events.size() == 1) {
                    lost.increment();
                    follower.posted(events);
                    log.error("A usage event was refused by the database and is lost", refused);
                } else {
                    int half = events.size() / 2;
                    write(tenant, events.subList(0, half));
                    write(tenant, events.subList(half, events.size()));
                }
                return;
            }
        }
    }

    /** Writes what waits, for at most ten seconds. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!writer.join(GRACE_AT_CLOSE)) {
                writer.interrupt();
                writer.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
