package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.DefaultModels;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.Database;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.UserKeys;
import io.quartermaster.tenant.ApiKeys;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.tenant.KeyOwner;
import io.quartermaster.tenant.OperatorKeys;
import io.quartermaster.tenant.Tenant;
import io.quartermaster.tenant.TenantView;
import io.quartermaster.tenant.Tenants;
import io.quartermaster.usage.budget.Budgets;
import io.quartermaster.usage.limit.RateLimits;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Assembles snapshots from what each room says of the tenant, in one read transaction. */
public final class DatabaseSnapshotSource implements SnapshotSource {

    private final Database database;
    private final ConfigVersions versions;
    private final Tenants tenants;
    private final ApiKeys apiKeys;
    private final OperatorKeys operatorKeys;
    private final ProviderConfigs providers;
    private final UserKeys userKeys;
    private final DefaultModels models;
    private final Budgets budgets;
    private final RateLimits limits;

    public DatabaseSnapshotSource(
            Database database,
            ConfigVersions versions,
            Tenants tenants,
            ApiKeys apiKeys,
            OperatorKeys operatorKeys,
            ProviderConfigs providers,
            UserKeys userKeys,
            DefaultModels models,
            Budgets budgets,
            RateLimits limits) {
        this.database = database;
        this.versions = versions;
        this.tenants = tenants;
        this.apiKeys = apiKeys;
        this.operatorKeys = operatorKeys;
        this.providers = providers;
        this.userKeys = userKeys;
        this.models = models;
        this.budgets = budgets;
        this.limits = limits;
    }

    @Override
    public TenantSnapshot load(TenantId id) {
        return database.readTenant(id, tx -> {
            Tenant tenant = tenants.require(tx);
            return new TenantSnapshot(
                    versions.require(tx),
                    versions.deployment(tx),
                    new TenantView(id, tenant.slug(), tenant.status(), apiKeys.load(tx)),
                    providers.load(tx),
                    models.load(tx),
                    userKeys.stamp(tx),
                    budgets.load(tx),
                    limits.load(tx));
        });
    }

    @Override
    public Optional<KeyOwner> findKey(KeyHash hash) {
        return apiKeys.findOwner(hash);
    }

    @Override
    public boolean isOperatorKey(byte[] sha256) {
        return operatorKeys.matches(sha256);
    }

    @Override
    public Map<TenantId, Long> versions(Collection<TenantId> ids) {
        return versions.list(ids);
    }

    @Override
    public long deploymentVersion() {
        return versions.deployment();
    }
}
