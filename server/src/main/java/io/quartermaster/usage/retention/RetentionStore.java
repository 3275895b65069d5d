package io.quartermaster.usage.retention;

import static io.quartermaster.schema.jooq.Tables.TENANTS;
import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;
import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentScope;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.platform.db.TenantScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of letting old usage events go; deleting needs the owner's role. */
final class RetentionStore {

    List<TenantId> tenants(DeploymentScope tx) {
        return tx.sql().select(TENANTS.ID).from(TENANTS).orderBy(TENANTS.ID).fetch(row -> new TenantId(row.value1()));
    }

    /** When the tenant's first event in a time was. */
    Optional<Instant> first(TenantScope tx, Instant from, Instant before) {
        return tx.sql()
                .select(USAGE_EVENTS.OCCURRED_AT)
                .from(USAGE_EVENTS)
                .where(of(tx, from, before))
                .orderBy(USAGE_EVENTS.OCCURRED_AT)
                .limit(1)
                .fetchOptional(USAGE_EVENTS.OCCURRED_AT);
    }

    /** Whether the sums of that day have all events of it that are still there. */
    boolean isSummed(TenantScope tx, Instant day) {
        Field<Long> there = DSL.field(
                        DSL.selectCount().from(USAGE_EVENTS).where(of(tx, day, day.plus(Duration.ofDays(1)))))
                .cast(SQLDataType.BIGINT);
        return tx.sql()
                .select(USAGE_DAYS.REQUESTS, there)
                .from(USAGE_DAYS)
                .where(USAGE_DAYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USAGE_DAYS.SCOPE.eq("tenant"))
                .and(USAGE_DAYS.SCOPE_ID.eq(tx.tenant().value()))
                .and(USAGE_DAYS.DAY.eq(day))
                .fetchOptional()
                .filter(row -> row.value2() <= row.value1())
                .isPresent();
    }

    /** Deletes the oldest events of a time, and answers with their number: less than {@code most} when those were all. */
    int delete(TenantAppendTx tx, Instant from, Instant before, int most) {
        return tx.sql()
                .deleteFrom(USAGE_EVENTS)
                .where(of(tx, from, before))
                .and(DSL.row(USAGE_EVENTS.OCCURRED_AT, USAGE_EVENTS.ID)
                        .in(DSL.select(USAGE_EVENTS.OCCURRED_AT, USAGE_EVENTS.ID)
                                .from(USAGE_EVENTS)
                                .where(of(tx, from, before))
                                .orderBy(USAGE_EVENTS.OCCURRED_AT, USAGE_EVENTS.ID)
                                .limit(most)))
                .execute();
    }

    private static Condition of(TenantScope tx, Instant from, Instant before) {
        return USAGE_EVENTS
                .TENANT_ID
                .eq(tx.tenant().value())
                .and(USAGE_EVENTS.OCCURRED_AT.ge(from))
                .and(USAGE_EVENTS.OCCURRED_AT.lt(before));
    }
}
