package io.quartermaster.usage.budget;

import io.quartermaster.platform.TenantId;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What this node has leased of one budget in one period. What is free is taken and given back without a lock; {@link PurseFilling} leases
 * what is not there.
 *
 * <p>In the database the lease remains at what is free here, what is reserved for running calls, and what they have cost and is not in the
 * ledger yet. So nothing here needs to outlive the process.
 */
final class Purse {

    private final TenantId tenant;
    private final BudgetPeriod key;
    private final BudgetLeases leases;
    private final LongSupplier nanoTime;
    private final PurseFilling filling;
    private final AtomicLong free = new AtomicLong();
    /** Reservations that are not settled, and costs that are not in the ledger. */
    private final AtomicLong open = new AtomicLong();

    private volatile long usedNanos;
    private long renewedNanos;

    Purse(
            TenantId tenant,
            Budget budget,
            Period period,
            BudgetLeases leases,
            Executor background,
            LongSupplier nanoTime) {
        this.tenant = tenant;
        this.key = new BudgetPeriod(budget.id(), period.from());
        this.leases = leases;
        this.nanoTime = nanoTime;
        this.usedNanos = nanoTime.getAsLong();
        this.renewedNanos = usedNanos;
        this.filling = new PurseFilling(this, tenant, budget, period, leases, background, nanoTime);
    }

    BudgetPeriod key() {
        return key;
    }

    /** Takes from what is free, and never waits. */
    boolean tryTake(Budget current, long micros) {
        filling.heed(current);
        return tryTake(micros);
    }

    boolean tryTake(long micros) {
        open.incrementAndGet(); // before the money, or the purse may be put away between
        for (long has = free.get(); has >= micros; has = free.get()) {
            if (free.compareAndSet(has, has - micros)) {
                usedNanos = nanoTime.getAsLong();
                filling.left(has - micros);
                return true;
            }
        }
        open.decrementAndGet();
        return false;
    }

    /** Takes from what is free or can be leased; done at once or a moment later, on another thread. */
    CompletableFuture<Taking> take(long micros) {
        return filling.take(micros);
    }

    /** Gives back what was taken and not spent. */
    void giveBack(long micros) {
        if (micros > 0) {
            free.addAndGet(micros);
            filling.cameBack();
        }
    }

    /**
     * What a call has cost is taken for good.
     *
     * @return how much of it was leased: all of it, unless the call cost more than it could and nothing else was free
     */
    long spend(long held, long cost) {
        if (cost <= held) {
            giveBack(held - cost);
            return cost;
        }
        for (long has = free.get(); ; has = free.get()) {
            long more = Math.min(Math.max(has, 0), cost - held);
            if (free.compareAndSet(has, has - more)) {
                return held + more;
            }
        }
    }

    /** A reservation was given back. */
    void closed() {
        open.decrementAndGet();
    }

    /** What a call has cost is in the ledger. */
    void reported() {
        filling.forgetStanding();
        open.decrementAndGet();
    }

    long free() {
        return free.get();
    }

    void leased(long micros) {
        free.addAndGet(micros);
    }

    /** All that is free, to be given back in the database. */
    long emptied() {
        return free.getAndSet(0);
    }

    /** Gives back what nobody has used for a while, and keeps the lease of what is used from expiring. */
    void tidy(Duration idle, Duration renewal) {
        long now = nanoTime.getAsLong();
        if (isUnused(idle) && free.get() > 0) {
            filling.surrender();
        }
        if (now - renewedNanos > renewal.toNanos() && (open.get() > 0 || free.get() > 0)) {
            renewedNanos = now;
            leases.renew(tenant, key);
        }
    }

    /** Puts it away if nothing of it is used, free or owed, and ends its lease; true when it was. */
    boolean putAway(Duration idle) {
        return filling.putAway(
                () -> isUnused(idle) && free.get() == 0 && open.get() == 0, () -> leases.end(tenant, key));
    }

    private boolean isUnused(Duration idle) {
        return nanoTime.getAsLong() - usedNanos > idle.toNanos();
    }

    /** Ends the lease, if nothing of it is owed to the ledger. */
    void end() {
        if (open.get() == 0) {
            leases.end(tenant, key);
        }
    }
}
