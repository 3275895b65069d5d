package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.AUDIT_EVENTS;
import static io.quartermaster.schema.jooq.Tables.AUDIT_HEADS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_AUDIT_EVENTS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_VERSIONS;
import static io.quartermaster.schema.jooq.Tables.TENANTS;
import static io.quartermaster.schema.jooq.Tables.TENANT_CONFIG_VERSIONS;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Cursor;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** SQL over whole chains, for the owner's role; reads a few rows at a time, however long a chain is. */
final class AuditChainStore {

    private static final int ROWS = 500;

    private final AuditEventStore events;

    AuditChainStore(AuditEventStore events) {
        this.events = events;
    }

    /** Events from before the chain first, then the chain in its order. */
    void forEach(TenantScope tx, Consumer<ChainedEvent> visitor) {
        UUID tenant = tx.tenant().value();
        each(
                tx.sql()
                        .selectFrom(AUDIT_EVENTS)
                        .where(AUDIT_EVENTS.TENANT_ID.eq(tenant))
                        .and(AUDIT_EVENTS.SEQ.isNull())
                        .orderBy(AUDIT_EVENTS.CONFIG_VERSION),
                visitor);
        each(
                tx.sql()
                        .selectFrom(AUDIT_EVENTS)
                        .where(AUDIT_EVENTS.TENANT_ID.eq(tenant))
                        .and(AUDIT_EVENTS.SEQ.isNotNull())
                        .orderBy(AUDIT_EVENTS.SEQ),
                visitor);
    }

    void forEach(DeploymentTx tx, Consumer<ChainedEvent> visitor) {
        each(tx.sql().selectFrom(DEPLOYMENT_AUDIT_EVENTS).orderBy(DEPLOYMENT_AUDIT_EVENTS.SEQ), visitor);
    }

    private void each(ResultQuery<?> query, Consumer<ChainedEvent> visitor) {
        try (Cursor<?> rows = query.fetchSize(ROWS).fetchLazy()) {
            rows.forEach(row -> visitor.accept(events.read(row)));
        }
    }

    long version(TenantScope tx) {
        return tx.sql()
                .select(TENANT_CONFIG_VERSIONS.VERSION)
                .from(TENANT_CONFIG_VERSIONS)
                .where(TENANT_CONFIG_VERSIONS.TENANT_ID.eq(tx.tenant().value()))
                .fetchOptional(row -> row.value1())
                .orElse(0L);
    }

    long version(DeploymentTx tx) {
        return tx.sql()
                .select(DEPLOYMENT_VERSIONS.VERSION)
                .from(DEPLOYMENT_VERSIONS)
                .fetchOptional(row -> row.value1())
                .orElse(0L);
    }

    /** Archived ones included; by id, so that listing goes on after the last one. */
    List<TenantId> listTenants(DeploymentTx tx, Optional<TenantId> after) {
        return tx.sql()
                .select(TENANTS.ID)
                .from(TENANTS)
                .where(after.map(TenantId::value).map(TENANTS.ID::gt).orElse(DSL.noCondition()))
                .orderBy(TENANTS.ID)
                .limit(ROWS)
                .fetch(row -> new TenantId(row.value1()));
    }

    Optional<TenantId> findTenant(DeploymentTx tx, String slug) {
        return tx.sql()
                .select(TENANTS.ID)
                .from(TENANTS)
                .where(TENANTS.SLUG.eq(slug))
                .fetchOptional(row -> new TenantId(row.value1()));
    }

    boolean exists(DeploymentTx tx, TenantId tenant) {
        return tx.sql().fetchExists(TENANTS, TENANTS.ID.eq(tenant.value()));
    }

    /** Chains whose tenant is gone, which the foreign keys forbid. */
    List<TenantId> listWithoutTenant(DeploymentTx tx) {
        return tx.sql()
                .select(AUDIT_HEADS.TENANT_ID)
                .from(AUDIT_HEADS)
                .where(AUDIT_HEADS.TENANT_ID.notIn(DSL.select(TENANTS.ID).from(TENANTS)))
                .union(DSL.selectDistinct(AUDIT_EVENTS.TENANT_ID)
                        .from(AUDIT_EVENTS)
                        .where(AUDIT_EVENTS.TENANT_ID.notIn(
                                DSL.select(TENANTS.ID).from(TENANTS))))
                .limit(ROWS)
                .fetch(row -> new TenantId(row.value1()));
    }
}
