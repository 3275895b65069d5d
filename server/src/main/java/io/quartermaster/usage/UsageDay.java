package io.quartermaster.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is counted by itself: a day of UTC and whose it is. Ordered, because two transactions that count the same must do so in the same
 * order, or each may wait for the other.
 *
 * @param day its midnight
 */
record UsageDay(UsageScope scope, UUID scopeId, Instant day) implements Comparable<UsageDay> {

    private static final Comparator<UsageDay> ORDER = Comparator.comparing(UsageDay::scope)
            .thenComparing(UsageDay::scopeId)
            .thenComparing(UsageDay::day);

    /** What the events add to each count that they move: the day is that of their admission. */
    static SortedMap<UsageDay, UsageTally> of(Collection<UsageEvent> events) {
        SortedMap<UsageDay, UsageTally> tallies = new TreeMap<>();
        for (UsageEvent event : events) {
            Instant day = event.occurredAt().truncatedTo(ChronoUnit.DAYS);
            for (UsageScope scope : UsageScope.values()) {
                scope.idOf(event)
                        .ifPresent(id -> tallies.computeIfAbsent(new UsageDay(scope, id, day), _ -> new UsageTally())
                                .add(event));
            }
        }
        return tallies;
    }

    @Override
    public int compareTo(UsageDay other) {
        return ORDER.compare(this, other);
    }
}
