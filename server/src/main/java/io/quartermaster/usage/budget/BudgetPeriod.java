package io.quartermaster.usage.budget;

import java.time.Instant;
import java.util.Comparator;

/** A budget in one of its periods: what money is leased of. */
record BudgetPeriod(BudgetId budget, Instant from) implements Comparable<BudgetPeriod> {

    private static final Comparator<BudgetPeriod> ORDER =
            Comparator.comparing((BudgetPeriod of) -> of.budget().value()).thenComparing(BudgetPeriod::from);

    @Override
    public int compareTo(BudgetPeriod other) {
        return ORDER.compare(this, other);
    }
}
