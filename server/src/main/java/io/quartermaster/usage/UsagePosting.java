package io.quartermaster.usage;

import io.quartermaster.platform.db.TenantAppendTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What happens to events in the one transaction that brings them into the ledger: whatever is counted of them is counted once. */
final class UsagePosting {

    /** Retention deletes nothing younger, whatever a tenant sets. */
    private static final Duration SURELY_KEPT = Duration.ofDays(6);

    private final UsageEventStore events = new UsageEventStore();
    private final UsageDayStore days = new UsageDayStore();
    private final UsageFollower follower;
    private final InstantSource clock;

    UsagePosting(UsageFollower follower, InstantSource clock) {
        this.follower = follower;
        this.clock = clock;
    }

    /** Brings in those that are not there already, and answers with them. */
    List<UsageEvent> post(TenantAppendTx tx, List<UsageEvent> offered) {
        List<UsageEvent> inserted = events.insert(tx, offered);
        refuseOfDeletedDays(tx, inserted);
        if (!inserted.isEmpty()) {
            days.add(tx, UsageDay.of(inserted));
            follower.posting(tx, inserted);
        }
        return inserted;
    }

    /**
     * Of a day that retention has deleted from, nobody can tell whether an event was counted already. After the insert and not before
     * it: the insert waits for whoever is deleting the same event.
     */
    private void refuseOfDeletedDays(TenantAppendTx tx, List<UsageEvent> inserted) {
        Instant kept = clock.instant().minus(SURELY_KEPT);
        TreeSet<Instant> late = inserted.stream()
                .map(UsageEvent::occurredAt)
                .filter(kept::isAfter)
                .map(time -> time.truncatedTo(ChronoUnit.DAYS))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Instant day : late) {
            long added = inserted.stream()
                    .filter(event ->
                            event.occurredAt().truncatedTo(ChronoUnit.DAYS).equals(day))
                    .count();
            if (days.lacksEvents(tx, day, added)) {
                throw new DeletedDay(day);
            }
        }
    }
}
