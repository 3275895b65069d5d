package io.quartermaster.usage.budget;

import static io.quartermaster.schema.jooq.Tables.BUDGETS;
import static io.quartermaster.schema.jooq.Tables.BUDGET_LEASES;
import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;

import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.usage.ScopeStore;
import io.quartermaster.usage.UsageScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of {@code budgets}. */
final class BudgetStore {

    private final Currency currency;
    private final ScopeStore scopes = new ScopeStore();

    /** @param currency of the deployment, which is no column */
    BudgetStore(Currency currency) {
        this.currency = currency;
    }

    Optional<Budget> find(TenantScope tx, BudgetId id) {
        return tx.sql()
                .selectFrom(BUDGETS)
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGETS.ID.eq(id.value()))
                .fetchOptional(BudgetStore::budget);
    }

    List<Budget> list(TenantScope tx) {
        return tx.sql()
                .selectFrom(BUDGETS)
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .orderBy(BUDGETS.ID)
                .fetch(BudgetStore::budget);
    }

    Optional<ShownBudget> findShown(TenantScope tx, BudgetId id, Instant now) {
        return shown(tx, BUDGETS.ID.eq(id.value()), 1, now).stream().findFirst();
    }

    /** By id, so in order of creation; all of them, or those for one kind of thing. */
    Page<ShownBudget> list(TenantScope tx, Optional<UsageScope> scope, PageRequest page, Instant now) {
        Condition after =
                page.after().map(cursor -> BUDGETS.ID.gt(cursor.id(0))).orElse(DSL.noCondition());
        Condition found = page.search()
                .map(search -> scopes.named(search, BUDGETS.TENANT_ID, BUDGETS.SCOPE, BUDGETS.SCOPE_ID))
                .orElse(DSL.noCondition());
        Condition kind = scope.map(only -> BUDGETS.SCOPE.eq(only.word())).orElse(DSL.noCondition());
        return Page.of(
                shown(tx, kind.and(found).and(after), page.limit() + 1, now),
                page,
                budget -> Cursor.of(budget.id().toString()));
    }

    /** Each with where it stands in its window of now; one statement, so that nothing is counted twice nor missed. */
    private List<ShownBudget> shown(TenantScope tx, Condition which, int most, Instant now) {
        Field<Instant> from = DSL.case_(BUDGETS.TIME_WINDOW)
                .when("day", BudgetWindow.DAY.at(now).from())
                .when("week", BudgetWindow.WEEK.at(now).from())
                .when("month", BudgetWindow.MONTH.at(now).from())
                .else_(BudgetWindow.TOTAL.at(now).from());
        Field<Long> spent = DSL.field(DSL.select(sum(USAGE_DAYS.COST_MICROS))
                        .from(USAGE_DAYS)
                        .where(USAGE_DAYS.TENANT_ID.eq(BUDGETS.TENANT_ID))
                        .and(USAGE_DAYS.SCOPE.eq(BUDGETS.SCOPE))
                        .and(USAGE_DAYS.SCOPE_ID.eq(BUDGETS.SCOPE_ID))
                        .and(USAGE_DAYS.DAY.ge(from)))
                .as("spent");
        Field<Long> reserved = DSL.field(DSL.select(sum(BUDGET_LEASES.REMAINING_MICROS))
                        .from(BUDGET_LEASES)
                        .where(BUDGET_LEASES.TENANT_ID.eq(BUDGETS.TENANT_ID))
                        .and(BUDGET_LEASES.BUDGET_ID.eq(BUDGETS.ID))
                        .and(BUDGET_LEASES.PERIOD.eq(from)))
                .as("reserved");
        return tx.sql()
                .select(BUDGETS.fields())
                .select(spent, reserved)
                .from(BUDGETS)
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .and(which)
                .orderBy(BUDGETS.ID)
                .limit(most)
                .fetch(row -> ShownBudget.of(
                        budget(row), new BudgetStanding(row.get(spent), row.get(reserved)), now, currency));
    }

    /** What no number of ours holds is told as the largest that does. */
    static Field<Long> sum(Field<Long> column) {
        return DSL.least(
                        DSL.coalesce(DSL.sum(column), DSL.inline(BigDecimal.ZERO)),
                        DSL.inline(BigDecimal.valueOf(Long.MAX_VALUE)))
                .cast(SQLDataType.BIGINT);
    }

    void insert(TenantTx tx, Budget budget) {
        tx.sql()
                .insertInto(BUDGETS)
                .set(BUDGETS.TENANT_ID, tx.tenant().value())
                .set(BUDGETS.ID, budget.id().value())
                .set(BUDGETS.SCOPE, budget.scope().word())
                .set(BUDGETS.SCOPE_ID, budget.scopeId())
                .set(BUDGETS.TIME_WINDOW, budget.window().word())
                .set(BUDGETS.LIMIT_MICROS, budget.limitMicros())
                .set(BUDGETS.MODE, budget.mode().word())
                .set(BUDGETS.VERSION, budget.version())
                .set(BUDGETS.CREATED_AT, budget.createdAt())
                .set(BUDGETS.CREATED_BY, budget.createdBy())
                .set(BUDGETS.UPDATED_AT, budget.updatedAt())
                .set(BUDGETS.UPDATED_BY, budget.updatedBy())
                .execute();
    }

    void update(TenantTx tx, Budget budget) {
        tx.sql()
                .update(BUDGETS)
                .set(BUDGETS.LIMIT_MICROS, budget.limitMicros())
                .set(BUDGETS.MODE, budget.mode().word())
                .set(BUDGETS.VERSION, budget.version())
                .set(BUDGETS.UPDATED_AT, budget.updatedAt())
                .set(BUDGETS.UPDATED_BY, budget.updatedBy())
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGETS.ID.eq(budget.id().value()))
                .execute();
    }

    void delete(TenantTx tx, BudgetId id) {
        tx.sql()
                .deleteFrom(BUDGETS)
                .where(BUDGETS.TENANT_ID.eq(tx.tenant().value()))
                .and(BUDGETS.ID.eq(id.value()))
                .execute();
    }

    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "budgets_once" -> {
                String advice = "There is a budget of this scope, window and mode already; change that one.";
                yield new Problem(ProblemType.ALREADY_EXISTS, advice, new FieldError("window", "taken", advice));
            }
            default -> violation;
        };
    }

    private static Budget budget(Record row) {
        return new Budget(
                new BudgetId(row.get(BUDGETS.ID)),
                UsageScope.parse(row.get(BUDGETS.SCOPE)).orElseThrow(),
                row.get(BUDGETS.SCOPE_ID),
                BudgetWindow.parse(row.get(BUDGETS.TIME_WINDOW)).orElseThrow(),
                row.get(BUDGETS.LIMIT_MICROS),
                BudgetMode.parse(row.get(BUDGETS.MODE)).orElseThrow(),
                row.get(BUDGETS.VERSION),
                row.get(BUDGETS.CREATED_AT),
                row.get(BUDGETS.CREATED_BY),
                row.get(BUDGETS.UPDATED_AT),
                row.get(BUDGETS.UPDATED_BY));
    }
}
