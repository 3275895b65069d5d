package io.quartermaster.usage.budget;

import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What this process leases of budgets, in the database. Every method waits for it: never called on an event loop. */
final class BudgetLeases {

    /** Longer than any call runs: a lease that has expired is one of a dead node. */
    private static final Duration LEASE = Duration.ofMinutes(15);

    private final Database database;
    private final NodeLife life;
    private final InstantSource clock;
    private final BudgetLeaseStore store = new BudgetLeaseStore();

    BudgetLeases(Database database, NodeLife life, InstantSource clock) {
        this.database = database;
        this.life = life;
        this.clock = clock;
    }

    /**
     * What came of asking for money.
     *
     * @param limitMicros empty when the budget is gone, and everything is granted
     * @param before where the budget stood when this node asked
     */
    record Grant(long micros, OptionalLong limitMicros, BudgetStanding before) {

        /** What nobody has after it. */
        long left() {
            return limitMicros.isEmpty() ? Long.MAX_VALUE : Math.max(0, before.left(limitMicros.getAsLong()) - micros);
        }
    }

    /**
     * Leases what is needed if it is there, else all that is there; and more ahead of need while there is plenty. Near the end nothing is
     * taken ahead, so that no node keeps what another one could spend.
     */
    Grant take(TenantId tenant, Budget budget, Period period, long needed, long ahead) {
        return database.append(tenant, tx -> take(tx, budget, period, needed, ahead));
    }

    private Grant take(TenantAppendTx tx, Budget budget, Period period, long needed, long ahead) {
        OptionalLong limit = store.lockLimit(tx, budget.id());
        if (limit.isEmpty()) {
            return gone(needed);
        }
        BudgetStanding standing = store.standing(tx, budget, period);
        long left = standing.left(limit.getAsLong());
        long wanted = left / 4 - needed >= ahead ? needed + ahead : needed;
        long granted = Math.min(left, wanted);
        if (granted > 0) {
            store.add(tx, new BudgetPeriod(budget.id(), period.from()), life, granted, expiry());
        }
        return new Grant(granted, limit, standing);
    }

    private static Grant gone(long needed) {
        return new Grant(needed, OptionalLong.empty(), new BudgetStanding(0, 0));
    }

    BudgetStanding standing(TenantId tenant, Budget budget, Period period) {
        return database.readTenant(tenant, tx -> store.standing(tx, budget, period));
    }

    void giveBack(TenantId tenant, BudgetPeriod of, long micros) {
        database.append(tenant, tx -> {
            store.giveBack(tx, of, life, micros);
            return micros;
        });
    }

    void renew(TenantId tenant, BudgetPeriod of) {
        database.append(tenant, tx -> {
            store.renew(tx, of, life, expiry());
            return of;
        });
    }

    void end(TenantId tenant, BudgetPeriod of) {
        database.append(tenant, tx -> {
            store.end(tx, of, life);
            return of;
        });
    }

    /** All that there are: row level security lets nobody ask for the leases of every tenant at once. */
    List<TenantId> tenants() {
        return database.inDeployment(store::tenants);
    }

    int endEarlier(TenantId tenant) {
        return database.append(tenant, tx -> store.endEarlier(tx, life));
    }

    void report(TenantAppendTx tx, SortedMap<BudgetPeriod, Long> costs) {
        store.report(tx, life, costs);
    }

    private Instant expiry() {
        return clock.instant().plus(LEASE);
    }
}
