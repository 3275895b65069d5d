package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.budget.BudgetId;
import io.quartermaster.usage.budget.Reservation;
import io.quartermaster.usage.limit.RateEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a call has taken of budgets and limits. Settled or released once.
 *
 * @param told what its answer's headers tell of it
 */
record Fare(Reservation reservation, RateEntry entry, List<Header> told) {

    /** Of a call that no budget and no limit is for. */
    static final Fare NONE = new Fare(Reservation.NONE, RateEntry.NONE, List.of());

    private static final String EXCEEDED = "x-qm-budget-exceeded";

    static Fare of(Reservation reservation, RateEntry entry, ClientProtocol protocol, Instant now) {
        List<Header> told = new ArrayList<>(RateHeaders.of(entry, protocol, now));
        if (!reservation.exceeded().isEmpty()) {
            told.add(new Header(
                    EXCEEDED,
                    reservation.exceeded().stream().map(BudgetId::toString).collect(Collectors.joining(", "))));
        }
        return new Fare(reservation, entry, List.copyOf(told));
    }

    /** The call has ended: before its event is handed to the ledger. */
    void settle(UsageEvent event) {
        reservation.settle(event);
        Tokens tokens = event.tokens();
        entry.settle(tokens.input().orElse(0) + tokens.output().orElse(0));
    }

    /** The call called nobody. */
    void release() {
        reservation.release();
        entry.release();
    }
}
