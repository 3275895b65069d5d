package io.quartermaster.usage.budget;

import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.budget.Reservation.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What settled calls have cost of this node's leases, until the ledger has their events. */
final class DrawRegister {

    private final Map<UUID, List<Draw>> draws = new ConcurrentHashMap<>();

    /** Called by the one thread that settles the event, before anybody else knows of it. */
    void add(UUID event, Draw draw) {
        draws.computeIfAbsent(event, _ -> new ArrayList<>(4)).add(draw);
    }

    /** What these events take off each lease. */
    SortedMap<BudgetPeriod, Long> costs(List<UsageEvent> events) {
        SortedMap<BudgetPeriod, Long> costs = new TreeMap<>();
        for (UsageEvent event : events) {
            for (Draw draw : draws.getOrDefault(event.id(), List.of())) {
                costs.merge(draw.purse().key(), draw.micros(), Long::sum);
            }
        }
        return costs;
    }

    void forget(List<UsageEvent> events) {
        for (UsageEvent event : events) {
            List<Draw> gone = draws.remove(event.id());
            if (gone != null) {
                gone.forEach(draw -> draw.purse().reported());
            }
        }
    }

    int size() {
        return draws.size();
    }
}
