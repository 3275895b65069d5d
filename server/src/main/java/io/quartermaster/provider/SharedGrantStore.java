package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.SHARED_PROVIDER_GRANTS;
import static io.quartermaster.schema.jooq.Tables.TENANTS;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code shared_provider_grants}, a table of the deployment; a tenant's transaction writes only its own tenant's row. */
final class SharedGrantStore {

    Optional<SharedGrant> find(DSLContext sql, SharedProviderId shared, TenantId tenant) {
        return grants(sql, isOf(shared, tenant)).stream().findFirst();
    }

    Page<SharedGrant> list(DSLContext sql, SharedProviderId shared, PageRequest page) {
        Condition after = page.after()
                .map(cursor -> SHARED_PROVIDER_GRANTS.TENANT_ID.gt(cursor.id(0)))
                .orElse(DSL.noCondition());
        List<SharedGrant> rows = sql.select()
                .from(SHARED_PROVIDER_GRANTS)
                .join(TENANTS)
                .on(TENANTS.ID.eq(SHARED_PROVIDER_GRANTS.TENANT_ID))
                .where(SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID.eq(shared.value()))
                .and(page.search()
                        .map(search -> search.in(TENANTS.SLUG, TENANTS.NAME))
                        .orElse(DSL.noCondition()))
                .and(after)
                .orderBy(SHARED_PROVIDER_GRANTS.TENANT_ID)
                .limit(page.limit() + 1)
                .fetch(SharedGrantStore::read);
        return Page.of(rows, page, grant -> Cursor.of(grant.tenantId().value().toString()));
    }

    List<SharedGrant> listAll(DSLContext sql, SharedProviderId shared) {
        return grants(sql, SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID.eq(shared.value()));
    }

    /** Those that a node stopped in the middle of. */
    List<SharedGrant> listUnfinished(DSLContext sql) {
        return grants(
                sql, SHARED_PROVIDER_GRANTS.APPLIED_AT.isNull().or(SHARED_PROVIDER_GRANTS.REVOKED_AT.isNotNull()));
    }

    /** Grants, or grants again what was declined or is being revoked. */
    void put(DeploymentChangeTx tx, SharedProviderId shared, TenantId tenant, String by) {
        tx.sql()
                .insertInto(SHARED_PROVIDER_GRANTS)
                .set(SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID, shared.value())
                .set(SHARED_PROVIDER_GRANTS.TENANT_ID, tenant.value())
                .set(SHARED_PROVIDER_GRANTS.CREATED_AT, tx.now())
                .set(SHARED_PROVIDER_GRANTS.CREATED_BY, by)
                .onConflict(SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID, SHARED_PROVIDER_GRANTS.TENANT_ID)
                .doUpdate()
                .set(SHARED_PROVIDER_GRANTS.APPLIED_AT, (Instant) null)
                .set(SHARED_PROVIDER_GRANTS.DECLINED_AT, (Instant) null)
                .set(SHARED_PROVIDER_GRANTS.REVOKED_AT, (Instant) null)
                .execute();
    }

    void revoke(DeploymentChangeTx tx, Condition of) {
        tx.sql()
                .update(SHARED_PROVIDER_GRANTS)
                .set(SHARED_PROVIDER_GRANTS.REVOKED_AT, tx.now())
                .where(of)
                .and(SHARED_PROVIDER_GRANTS.REVOKED_AT.isNull())
                .execute();
    }

    void revoke(DeploymentChangeTx tx, SharedProviderId shared, TenantId tenant) {
        revoke(tx, isOf(shared, tenant));
    }

    void revokeAll(DeploymentChangeTx tx, SharedProviderId shared) {
        revoke(tx, SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID.eq(shared.value()));
    }

    void applied(TenantTx tx, SharedProviderId shared) {
        tx.sql()
                .update(SHARED_PROVIDER_GRANTS)
                .set(SHARED_PROVIDER_GRANTS.APPLIED_AT, tx.now())
                .where(isOf(shared, tx.tenant()))
                .execute();
    }

    void decline(TenantTx tx, SharedProviderId shared) {
        tx.sql()
                .update(SHARED_PROVIDER_GRANTS)
                .set(SHARED_PROVIDER_GRANTS.DECLINED_AT, tx.now())
                .where(isOf(shared, tx.tenant()))
                .execute();
    }

    void delete(TenantTx tx, SharedProviderId shared) {
        tx.sql()
                .deleteFrom(SHARED_PROVIDER_GRANTS)
                .where(isOf(shared, tx.tenant()))
                .execute();
    }

    private static List<SharedGrant> grants(DSLContext sql, Condition condition) {
        return sql.select()
                .from(SHARED_PROVIDER_GRANTS)
                .join(TENANTS)
                .on(TENANTS.ID.eq(SHARED_PROVIDER_GRANTS.TENANT_ID))
                .where(condition)
                .orderBy(SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID, SHARED_PROVIDER_GRANTS.TENANT_ID)
                .fetch(SharedGrantStore::read);
    }

    private static Condition isOf(SharedProviderId shared, TenantId tenant) {
        return SHARED_PROVIDER_GRANTS
                .SHARED_PROVIDER_ID
                .eq(shared.value())
                .and(SHARED_PROVIDER_GRANTS.TENANT_ID.eq(tenant.value()));
    }

    private static SharedGrant read(Record row) {
        return new SharedGrant(
                new SharedProviderId(row.get(SHARED_PROVIDER_GRANTS.SHARED_PROVIDER_ID)),
                new TenantId(row.get(SHARED_PROVIDER_GRANTS.TENANT_ID)),
                row.get(TENANTS.SLUG),
                status(row),
                row.get(SHARED_PROVIDER_GRANTS.CREATED_AT),
                row.get(SHARED_PROVIDER_GRANTS.CREATED_BY));
    }

    private static SharedGrant.Status status(Record row) {
        if (row.get(SHARED_PROVIDER_GRANTS.REVOKED_AT) != null) {
            return SharedGrant.Status.REVOKING;
        }
        if (row.get(SHARED_PROVIDER_GRANTS.APPLIED_AT) == null) {
            return SharedGrant.Status.PENDING;
        }
        return row.get(SHARED_PROVIDER_GRANTS.DECLINED_AT) == null
                ? SharedGrant.Status.GRANTED
                : SharedGrant.Status.DECLINED;
    }
}
