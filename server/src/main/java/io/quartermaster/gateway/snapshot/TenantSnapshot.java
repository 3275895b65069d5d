package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelsView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UserKeyStamp;
import io.quartermaster.tenant.TenantView;
import io.quartermaster.usage.budget.BudgetsView;
import io.quartermaster.usage.limit.RateLimitsView;

/** A tenant's settings as the gateway sees them, read in one transaction; true at exactly these two versions. */
public record TenantSnapshot(
        long version,
        long deploymentVersion,
        TenantView tenant,
        ProvidersView providers,
        ModelsView models,
        UserKeyStamp userKeys,
        BudgetsView budgets,
        RateLimitsView limits) {}
