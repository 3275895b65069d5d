package io.quartermaster.usage.budget;

import io.quartermaster.platform.CanonicalUuid;
import java.util.Optional;
import java.util.UUID;

/** The id of a budget: a UUIDv7. */
public record BudgetId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<BudgetId> parse(String text) {
        return CanonicalUuid.parse(text).map(BudgetId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
