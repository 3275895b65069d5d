package io.quartermaster.usage.budget;

import static io.quartermaster.schema.jooq.Tables.BUDGETS;
import static io.quartermaster.schema.jooq.Tables.BUDGET_LEASES;
import static io.quartermaster.schema.jooq.Tables.TENANTS;
import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;

import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQL of {@code budget_leases}. */
final class BudgetLeaseStore {

    private static final String REPORT = """
            update budget_leases lease set remaining_micros = greatest(lease.remaining_micros - cost.micros, 0)
            from unnest(?::uuid[], ?::timestamptz[], ?::bigint[]) as cost (budget_id, period, micros)
            where lease.tenant_id = ? and lease.life_id = ? and lease.budget_id = cost.budget_id and lease.period = cost.period
            """;

    /** Whoever leases of a budget takes turns from here to the end of the transaction; empty when the budget is gone. */
    OptionalLong lockLimit(TenantScope tx, BudgetId budget) {
        return tx.sql()
                .select(BUDGETS.LIMIT_MICROS)
                .from(BUDGETS)
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGETS.ID.eq(budget.value()))
                .forUpdate()
                .fetchOptional(row -> OptionalLong.of(row.value1()))
                .orElse(OptionalLong.empty());
    }

    /** One statement, since an event moves money from a lease to what is spent: between two it would be missed. */
    BudgetStanding standing(TenantScope tx, Budget budget, Period period) {
        Field<Long> spent = DSL.field(DSL.select(BudgetStore.sum(USAGE_DAYS.COST_MICROS))
                .from(USAGE_DAYS)
                .where(USAGE_DAYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USAGE_DAYS.SCOPE.eq(budget.scope().word()))
                .and(USAGE_DAYS.SCOPE_ID.eq(budget.scopeId()))
                .and(USAGE_DAYS.DAY.ge(period.from()))
                .and(period.until().map(USAGE_DAYS.DAY::lt).orElse(DSL.noCondition())));
        Field<Long> reserved = DSL.field(DSL.select(BudgetStore.sum(BUDGET_LEASES.REMAINING_MICROS))
                .from(BUDGET_LEASES)
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.BUDGET_ID.eq(budget.id().value()))
                .and(BUDGET_LEASES.PERIOD.eq(period.from())));
        return tx.sql().select(spent, reserved).fetchSingle(row -> new BudgetStanding(row.value1(), row.value2()));
    }

    void add(TenantScope tx, BudgetPeriod of, NodeLife life, long micros, Instant expiresAt) {
        tx.sql()
                .insertInto(BUDGET_LEASES)
                .set(BUDGET_LEASES.TENANT_ID, tx.tenant().value())
                .set(BUDGET_LEASES.BUDGET_ID, of.budget().value())
                .set(BUDGET_LEASES.PERIOD, of.from())
                .set(BUDGET_LEASES.LIFE_ID, life.id())
                .set(BUDGET_LEASES.NODE_ID, life.node())
                .set(BUDGET_LEASES.REMAINING_MICROS, micros)
                .set(BUDGET_LEASES.EXPIRES_AT, expiresAt)
                .onConflict(
                        BUDGET_LEASES.TENANT_ID, BUDGET_LEASES.BUDGET_ID, BUDGET_LEASES.PERIOD, BUDGET_LEASES.LIFE_ID)
                .doUpdate()
                .set(
                        BUDGET_LEASES.REMAINING_MICROS,
                        BUDGET_LEASES.REMAINING_MICROS.plus(DSL.excluded(BUDGET_LEASES.REMAINING_MICROS)))
                .set(BUDGET_LEASES.EXPIRES_AT, DSL.excluded(BUDGET_LEASES.EXPIRES_AT))
                .execute();
    }

    void giveBack(TenantScope tx, BudgetPeriod of, NodeLife life, long micros) {
        tx.sql()
                .update(BUDGET_LEASES)
                .set(
                        BUDGET_LEASES.REMAINING_MICROS,
                        DSL.greatest(BUDGET_LEASES.REMAINING_MICROS.minus(micros), DSL.inline(0L)))
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.BUDGET_ID.eq(of.budget().value()))
                .and(BUDGET_LEASES.PERIOD.eq(of.from()))
                .and(BUDGET_LEASES.LIFE_ID.eq(life.id()))
                .execute();
    }

    /** Gives back all that a life has of a period, and that it had. */
    void end(TenantScope tx, BudgetPeriod of, NodeLife life) {
        tx.sql()
                .deleteFrom(BUDGET_LEASES)
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.BUDGET_ID.eq(of.budget().value()))
                .and(BUDGET_LEASES.PERIOD.eq(of.from()))
                .and(BUDGET_LEASES.LIFE_ID.eq(life.id()))
                .execute();
    }

    List<TenantId> tenants(DeploymentTx tx) {
        return tx.sql().select(TENANTS.ID).from(TENANTS).fetch(row -> new TenantId(row.value1()));
    }

    /** Ends the leases of the node's earlier lives; whatever they had spent is in the ledger. */
    int endEarlier(TenantScope tx, NodeLife life) {
        return tx.sql()
                .deleteFrom(BUDGET_LEASES)
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.NODE_ID.eq(life.node()))
                .and(BUDGET_LEASES.LIFE_ID.ne(life.id()))
                .execute();
    }

    void renew(TenantScope tx, BudgetPeriod of, NodeLife life, Instant expiresAt) {
        tx.sql()
                .update(BUDGET_LEASES)
                .set(BUDGET_LEASES.EXPIRES_AT, expiresAt)
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.BUDGET_ID.eq(of.budget().value()))
                .and(BUDGET_LEASES.PERIOD.eq(of.from()))
                .and(BUDGET_LEASES.LIFE_ID.eq(life.id()))
                .execute();
    }

    /** Takes what has come into the ledger off the leases it was reserved of. */
    void report(TenantScope tx, NodeLife life, SortedMap<BudgetPeriod, Long> costs) {
        tx.sql()
                .execute(
                        REPORT,
                        costs.keySet().stream().map(of -> of.budget().value()).toArray(UUID[]::new),
                        costs.keySet().stream()
                                .map(of -> of.from().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        costs.values().toArray(Long[]::new),
                        tx.tenant().value(),
                        life.id());
    }

    /** Forgets leases of dead nodes: what they had not reported is not counted any more. */
    int writeOff(TenantScope tx, BudgetId budget, Instant now) {
        return tx.sql()
                .deleteFrom(BUDGET_LEASES)
                .where(BUDGET_LEASES.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGET_LEASES.BUDGET_ID.eq(budget.value()))
                .and(BUDGET_LEASES.EXPIRES_AT.lt(now))
                .execute();
    }
}
