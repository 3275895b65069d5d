package io.quartermaster.usage.budget;

/**
 * Where a budget stands in a period.
 *
 * @param spentMicros what the ledger has
 * @param reservedMicros what nodes have leased of it and not reported yet: for calls that are running, and ahead of need
 */
record BudgetStanding(long spentMicros, long reservedMicros) {

    /** What nobody has; never negative. */
    long left(long limitMicros) {
        long taken = spentMicros + reservedMicros;
        return taken < 0 ? 0 : Math.max(0, limitMicros - taken); // a sum that no long holds is beyond any limit
    }
}
