package io.quartermaster.usage.budget;

import io.quartermaster.usage.UsageScope;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A tenant's budgets, found by what they are for. Immutable. */
public final class BudgetsView {

    public static final BudgetsView NONE = new BudgetsView(List.of());

    private final Map<UsageScope, Map<UUID, List<Budget>>> byScope = new EnumMap<>(UsageScope.class);
    private final boolean empty;

    public BudgetsView(List<Budget> budgets) {
        this.empty = budgets.isEmpty();
        for (UsageScope scope : UsageScope.values()) {
            Map<UUID, List<Budget>> of = budgets.stream()
                    .filter(budget -> budget.scope() == scope)
                    .collect(Collectors.groupingBy(Budget::scopeId, HashMap::new, Collectors.toUnmodifiableList()));
            byScope.put(scope, Map.copyOf(of));
        }
    }

    public boolean isEmpty() {
        return empty;
    }

    List<Budget> of(UsageScope scope, UUID id) {
        return byScope.getOrDefault(scope, Map.of()).getOrDefault(id, List.of());
    }
}
