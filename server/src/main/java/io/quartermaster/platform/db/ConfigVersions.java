package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.util.Collection;
import java.util.Map;

/** Reads of the version tables; only {@link Database} moves them. */
public final class ConfigVersions {

    private final Database database;
    private final ConfigVersionStore store = new ConfigVersionStore();

    public ConfigVersions(Database database) {
        this.database = database;
    }

    /** Writes the version row of a tenant being created by {@link Database#inNewTenant}. */
    public void insertFirst(TenantTx tx) {
        store.insertFirst(tx);
    }

    /** The version of the transaction's tenant. */
    public long require(TenantReadTx tx) {
        return store.find(tx).orElseThrow(() -> new NoSuchTenant(tx.tenant()));
    }

    /** The deployment's version as the transaction sees it. */
    public long deployment(TenantReadTx tx) {
        return store.deployment(tx.sql());
    }

    /** The versions of those of {@code tenants} that exist. */
    public Map<TenantId, Long> list(Collection<TenantId> tenants) {
        return database.inDeployment(tx -> store.list(tx.sql(), tenants));
    }

    public long deployment() {
        return database.inDeployment(tx -> store.deployment(tx.sql()));
    }
}
