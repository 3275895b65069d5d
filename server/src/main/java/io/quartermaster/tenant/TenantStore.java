package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.TENANTS;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code tenants}, a table of the deployment. */
final class TenantStore {

    Optional<Tenant> find(DeploymentTx tx, TenantId id) {
        return tx.sql().selectFrom(TENANTS).where(TENANTS.ID.eq(id.value())).fetchOptional(TenantStore::read);
    }

    Optional<Tenant> find(DeploymentTx tx, String slug) {
        return tx.sql().selectFrom(TENANTS).where(TENANTS.SLUG.eq(slug)).fetchOptional(TenantStore::read);
    }

    Optional<Tenant> find(TenantScope tx) {
        return tx.sql()
                .selectFrom(TENANTS)
                .where(TENANTS.ID.eq(tx.tenant().value()))
                .fetchOptional(TenantStore::read);
    }

    /** By slug; archived tenants are hidden. */
    Page<Tenant> list(DeploymentTx tx, PageRequest page) {
        Condition after =
                page.after().map(cursor -> TENANTS.SLUG.gt(cursor.text(0))).orElse(DSL.noCondition());
        List<Tenant> tenants = tx.sql()
                .selectFrom(TENANTS)
                .where(TENANTS.STATUS.ne(TenantStatus.ARCHIVED.word()))
                .and(page.search()
                        .map(search -> search.in(TENANTS.SLUG, TENANTS.NAME))
                        .orElse(DSL.noCondition()))
                .and(after)
                .orderBy(TENANTS.SLUG)
                .limit(page.limit() + 1)
                .fetch(TenantStore::read);
        return Page.of(tenants, page, tenant -> Cursor.of(tenant.slug()));
    }

    void insert(TenantTx tx, Tenant tenant, Optional<String> idempotencyKey) {
        tx.sql()
                .insertInto(TENANTS)
                .set(TENANTS.ID, tenant.id().value())
                .set(TENANTS.SLUG, tenant.slug())
                .set(TENANTS.NAME, tenant.name())
                .set(TENANTS.STATUS, tenant.status().word())
                .set(
                        TENANTS.DEPLOYMENT_KEY_FAMILIES,
                        tenant.deploymentKeyFamilies().toArray(String[]::new))
                .set(TENANTS.VERSION, tenant.version())
                .set(TENANTS.CREATED_AT, tenant.createdAt())
                .set(TENANTS.CREATED_BY, tenant.createdBy())
                .set(TENANTS.UPDATED_AT, tenant.updatedAt())
                .set(TENANTS.UPDATED_BY, tenant.updatedBy())
                .set(TENANTS.IDEMPOTENCY_KEY, idempotencyKey.orElse(null))
                .execute();
    }

    void update(TenantTx tx, Tenant tenant) {
        tx.sql()
                .update(TENANTS)
                .set(TENANTS.SLUG, tenant.slug())
                .set(TENANTS.NAME, tenant.name())
                .set(TENANTS.STATUS, tenant.status().word())
                .set(
                        TENANTS.DEPLOYMENT_KEY_FAMILIES,
                        tenant.deploymentKeyFamilies().toArray(String[]::new))
                .set(TENANTS.VERSION, tenant.version())
                .set(TENANTS.UPDATED_AT, tenant.updatedAt())
                .set(TENANTS.UPDATED_BY, tenant.updatedBy())
                .where(TENANTS.ID.eq(tenant.id().value()))
                .execute();
    }

    /** What a refused write means to the caller. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "tenants_slug" ->
                new Problem(
                        ProblemType.ALREADY_EXISTS,
                        "Another tenant has this slug; choose another one.",
                        new FieldError("slug", "already_exists", "is taken"));
            case "tenants_slug_is_no_id" ->
                new Problem(
                        ProblemType.INVALID_REQUEST,
                        "A slug may not look like an id.",
                        new FieldError("slug", "format", "must not have the shape of a UUID"));
            default -> violation;
        };
    }

    private static Tenant read(Record row) {
        return new Tenant(
                new TenantId(row.get(TENANTS.ID)),
                row.get(TENANTS.SLUG),
                row.get(TENANTS.NAME),
                TenantStatus.of(row.get(TENANTS.STATUS)),
                List.of(row.get(TENANTS.DEPLOYMENT_KEY_FAMILIES)),
                row.get(TENANTS.VERSION),
                row.get(TENANTS.CREATED_AT),
                row.get(TENANTS.CREATED_BY),
                row.get(TENANTS.UPDATED_AT),
                row.get(TENANTS.UPDATED_BY));
    }
}
