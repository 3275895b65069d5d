package io.quartermaster.usage.budget;

import io.quartermaster.usage.budget.BudgetWindow.Period;

/**
 * Why a strict budget has no money for a call.
 *
 * @param reservedMicros for calls that are running; some of it may come back
 * @param wantedMicros what the call may cost at most
 */
public record Shortage(
        Budget budget, Period period, long limitMicros, long spentMicros, long reservedMicros, long wantedMicros) {

    /** Whether the call could be paid for, did running calls cost nothing. */
    public boolean mayPass() {
        return wantedMicros <= limitMicros - spentMicros;
    }
}
