package io.quartermaster.usage.budget;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call that wants money.
 *
 * @param models those that may answer it
 * @param at its admission, which says the windows
 * @param atMostMicros what it may cost; empty when nobody can tell, which strict budgets refuse
 */
public record SpendAsk(
        TenantId tenant,
        BudgetsView budgets,
        ApiKeyId key,
        Optional<UserId> user,
        List<ModelConfigId> models,
        Instant at,
        OptionalLong atMostMicros) {}
