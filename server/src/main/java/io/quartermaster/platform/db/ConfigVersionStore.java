package io.quartermaster.platform.db;

import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_VERSIONS;
import static io.quartermaster.schema.jooq.Tables.TENANT_CONFIG_VERSIONS;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.val;

import io.quartermaster.platform.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** The version tables: {@code tenant_config_versions} orders a tenant's writers, both tell caches what is stale. */
final class ConfigVersionStore {

    /** Takes the tenant's turn in the database: other writers of this tenant wait here until this transaction ends. */
    Optional<ConfigVersion> bump(DSLContext tx, TenantId tenant, Instant now) {
        return tx.update(TENANT_CONFIG_VERSIONS)
                .set(TENANT_CONFIG_VERSIONS.VERSION, TENANT_CONFIG_VERSIONS.VERSION.plus(1))
                .set(TENANT_CONFIG_VERSIONS.CHANGED_AT, greatest(TENANT_CONFIG_VERSIONS.CHANGED_AT, val(now)))
                .where(TENANT_CONFIG_VERSIONS.TENANT_ID.eq(tenant.value()))
                .returningResult(TENANT_CONFIG_VERSIONS.VERSION, TENANT_CONFIG_VERSIONS.CHANGED_AT)
                .fetchOptional(row -> new ConfigVersion(row.value1(), row.value2()));
    }

    /** Takes the tenant's turn without leaving a version. */
    void lock(DSLContext tx, TenantId tenant) {
        tx.select(TENANT_CONFIG_VERSIONS.VERSION)
                .from(TENANT_CONFIG_VERSIONS)
                .where(TENANT_CONFIG_VERSIONS.TENANT_ID.eq(tenant.value()))
                .forUpdate()
                .fetch();
    }

    /** Takes the deployment's turn in the database, as {@link #bump} takes a tenant's. */
    ConfigVersion bumpDeployment(DSLContext tx, Instant now) {
        return tx.update(DEPLOYMENT_VERSIONS)
                .set(DEPLOYMENT_VERSIONS.VERSION, DEPLOYMENT_VERSIONS.VERSION.plus(1))
                .set(DEPLOYMENT_VERSIONS.CHANGED_AT, greatest(DEPLOYMENT_VERSIONS.CHANGED_AT, val(now)))
                .returningResult(DEPLOYMENT_VERSIONS.VERSION, DEPLOYMENT_VERSIONS.CHANGED_AT)
                .fetchSingle(row -> new ConfigVersion(row.value1(), row.value2()));
    }

    void insertFirst(TenantTx tx) {
        tx.sql()
                .insertInto(TENANT_CONFIG_VERSIONS)
                .set(TENANT_CONFIG_VERSIONS.TENANT_ID, tx.tenant().value())
                .set(TENANT_CONFIG_VERSIONS.VERSION, tx.version())
                .set(TENANT_CONFIG_VERSIONS.CHANGED_AT, tx.now())
                .execute();
    }

    Optional<Long> find(TenantReadTx tx) {
        return tx.sql()
                .select(TENANT_CONFIG_VERSIONS.VERSION)
                .from(TENANT_CONFIG_VERSIONS)
                .where(TENANT_CONFIG_VERSIONS.TENANT_ID.eq(tx.tenant().value()))
                .fetchOptional(TENANT_CONFIG_VERSIONS.VERSION);
    }

    Map<TenantId, Long> list(DSLContext tx, Collection<TenantId> tenants) {
        UUID[] ids = tenants.stream().map(TenantId::value).toArray(UUID[]::new);
        return tx.select(TENANT_CONFIG_VERSIONS.TENANT_ID, TENANT_CONFIG_VERSIONS.VERSION)
                .from(TENANT_CONFIG_VERSIONS)
                .where(TENANT_CONFIG_VERSIONS.TENANT_ID.eq(org.jooq.impl.DSL.any(ids)))
                .fetchMap(row -> new TenantId(row.value1()), row -> row.value2());
    }

    long deployment(DSLContext tx) {
        return tx.select(DEPLOYMENT_VERSIONS.VERSION)
                .from(DEPLOYMENT_VERSIONS)
                .fetchSingle()
                .value1();
    }
}
