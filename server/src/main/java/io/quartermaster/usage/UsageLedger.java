package io.quartermaster.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.tenant.KeyOwner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes usage events to the database, a batch at a time; the spool hands them over, and keeps them until they are written. */
public final class UsageLedger {

    private static final Logger log = LoggerFactory.getLogger(UsageLedger.class);
    private static final Duration BEFORE_RETRY = Duration.ofMillis(500);

    /** An event so old may have come too late: its partition may be gone. */
    private static final Duration LATE = Duration.ofDays(35);

    private final Database database;
    private final ApiKeyUses uses;
    private final UsagePosting posting;
    private final UsageFollower follower;
    private final RefusedEvents refused;
    private final InstantSource clock;
    private final Counter written;
    private final Counter refusedCount;

    public UsageLedger(
            Database database,
            ApiKeyUses uses,
            UsageFollower follower,
            RefusedEvents refused,
            InstantSource clock,
            MeterRegistry meters) {
        this.database = database;
        this.uses = uses;
        this.follower = follower;
        this.posting = new UsagePosting(follower, clock);
        this.refused = refused;
        this.clock = clock;
        this.written = Counter.builder("qm.usage.events.written")
                .description("Usage events that went to the database")
                .register(meters);
        this.refusedCount = Counter.builder("qm.usage.events.refused")
                .description("Usage events that the database refused, and that were set aside in a file")
                .register(meters);
    }

    /**
     * Writes them, and returns when the database has them all, or when what it refuses is set aside. Writing one twice changes nothing.
     */
    public void write(List<UsageEvent> batch) throws InterruptedException {
        Map<TenantId, List<UsageEvent>> byTenant = new LinkedHashMap<>();
        batch.forEach(event -> byTenant.computeIfAbsent(event.tenant(), tenant -> new ArrayList<>())
                .add(event));
        batch.forEach(event -> uses.used(new KeyOwner(event.tenant(), event.apiKey()), event.occurredAt()));
        for (Map.Entry<TenantId, List<UsageEvent>> entry : byTenant.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
    }

    /** What is refused is tried by halves, so that one event does not take its whole batch with it. */
    private void write(TenantId tenant, List<UsageEvent> events) throws InterruptedException {
        while (true) {
            try {
                database.append(tenant, tx -> posting.post(tx, events));
                written.increment(events.size());
                follower.posted(events);
                return;
            } catch (DatabaseUnavailable away) {
                log.warn("{} usage events and what follows them wait for the database", events.size());
                Thread.sleep(BEFORE_RETRY);
            } catch (RuntimeException refusal) {
                if (events.size() > 1) {
                    int half = events.size() / 2;
                    write(tenant, events.subList(0, half));
                    write(tenant, events.subList(half, events.size()));
                    return;
                }
                if (isOfEvent(refusal, events.getFirst())) {
                    refused.add(events.getFirst(), refusal);
                    refusedCount.increment();
                    follower.posted(events);
                    return;
                }
                log.error("The database takes no usage events, so they wait in the spool", refusal);
                Thread.sleep(BEFORE_RETRY.multipliedBy(10));
            }
        }
    }

    /** Whether it is the event that is wrong: a schema or a permission that is wrong would be so for every event, and can be mended. */
    private boolean isOfEvent(RuntimeException refusal, UsageEvent event) {
        boolean late = Duration.between(event.occurredAt(), clock.instant()).compareTo(LATE) > 0;
        return UsageEventStore.hasNoPartition(refusal) ? late : !UsageEventStore.isOfSchema(refusal);
    }
}
