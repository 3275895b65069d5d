package io.quartermaster.usage.budget;

import io.quartermaster.usage.UsageScope;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/** A budget as the API shows it. */
record ShownBudget(
        BudgetId id,
        String scope,
        Optional<UUID> scopeId,
        BudgetWindow window,
        long limitMicros,
        BudgetMode mode,
        long spentMicros,
        long reservedMicros,
        Optional<Instant> resetsAt,
        String currency,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    static ShownBudget of(Budget budget, BudgetStanding standing, Instant now, Currency currency) {
        return new ShownBudget(
                budget.id(),
                budget.scope().word(),
                budget.scope() == UsageScope.TENANT ? Optional.empty() : Optional.of(budget.scopeId()),
                budget.window(),
                budget.limitMicros(),
                budget.mode(),
                standing.spentMicros(),
                standing.reservedMicros(),
                budget.window().at(now).until(),
                currency.getCurrencyCode(),
                budget.version(),
                budget.createdAt(),
                budget.createdBy(),
                budget.updatedAt(),
                budget.updatedBy());
    }
}
