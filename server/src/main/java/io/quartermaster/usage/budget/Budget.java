package io.quartermaster.usage.budget;

import io.quartermaster.usage.UsageScope;
import java.time.Instant;
import java.util.UUID;

/**
 * Money over a window.
 *
 * @param scopeId whose usage counts; of the scope tenant that is the tenant itself
 */
public record Budget(
        BudgetId id,
        UsageScope scope,
        UUID scopeId,
        BudgetWindow window,
        long limitMicros,
        BudgetMode mode,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public Budget {
        if (limitMicros < 0) {
            throw new IllegalArgumentException("A budget is not negative");
        }
    }

    boolean isStrict() {
        return mode == BudgetMode.STRICT;
    }
}
