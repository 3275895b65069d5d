package io.quartermaster.usage.budget;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.usage.budget.BudgetLeases.Grant;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Leases what a purse lacks and gives back what it does not need: one thread at a time, for all who wait. */
final class PurseFilling {

    /** How many calls' money is leased ahead of need to begin with; doubled while that lasts for less than a second. */
    private static final int CALLS_AHEAD = 16;

    private static final long BUSY_NANOS = Duration.ofSeconds(1).toNanos();
    /** For so long a no is repeated without asking: a storm on a spent budget is no storm on the database. */
    private static final long NO_NANOS = Duration.ofMillis(250).toNanos();

    /** More than any budget has; what is summed up of it stays a long. */
    static final long MOST_AHEAD = Long.MAX_VALUE / 64;

    private record Waiter(long micros, CompletableFuture<Taking> taking) {}

    private final Purse purse;
    private final TenantId tenant;
    private final Period period;
    private final BudgetLeases leases;
    private final Executor background;
    private final LongSupplier nanoTime;
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    private volatile Budget budget;
    private volatile boolean busy;
    /** Near the end of the budget: what comes back is not kept. */
    private volatile boolean tight;
    /** Below it more is leased before it is needed. */
    private volatile long low;

    private volatile @Nullable Grant known;
    private long knownNanos;
    private boolean surrenders;
    private boolean wantsAhead;
    private boolean putAway;
    /** What a call reserves, about. */
    private long once;

    private long chunk;
    private long askedNanos;

    PurseFilling(
            Purse purse,
            TenantId tenant,
            Budget budget,
            Period period,
            BudgetLeases leases,
            Executor background,
            LongSupplier nanoTime) {
        this.purse = purse;
        this.tenant = tenant;
        this.budget = budget;
        this.period = period;
        this.leases = leases;
        this.background = background;
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong() - BUSY_NANOS;
    }

    /** The budget as the caller's settings have it: what was leased under an old limit may be more than there is now. */
    void heed(Budget current) {
        if (current.version() > budget.version()) {
            synchronized (this) {
                if (current.version() > budget.version()) {
                    budget = current;
                    known = null;
                    surrenders = true;
                    start();
                }
            }
        }
    }

    /** So much was left after something was taken. */
    void left(long micros) {
        if (micros < low && !busy) {
            synchronized (this) {
                if (!busy) {
                    wantsAhead = true;
                    start();
                }
            }
        }
    }

    void cameBack() {
        if (tight) {
            surrender();
        }
    }

    synchronized void surrender() {
        surrenders = true;
        start();
    }

    /** Where the budget stood is not what it stands at now. */
    void forgetStanding() {
        known = null;
    }

    CompletableFuture<Taking> take(long micros) {
        CompletableFuture<Taking> taking = new CompletableFuture<>();
        synchronized (this) {
            if (putAway) {
                taking.complete(new Taking.PutAway());
            } else if (purse.tryTake(micros)) {
                taking.complete(new Taking.Taken());
            } else {
                Grant last = known;
                if (last != null && isShort(last, micros)) {
                    taking.complete(new Taking.Lacking(shortage(last, micros)));
                } else {
                    waiters.add(new Waiter(micros, taking));
                    start();
                }
            }
        }
        return taking;
    }

    /**
     * Ends the lease of an unused purse, as the one thread that may ask the database now: who asks meanwhile waits, and is served from this
     * purse again. A new purse of the same budget before the end would lose its lease with this one's.
     */
    boolean putAway(BooleanSupplier unused, Runnable end) {
        synchronized (this) {
            if (putAway || busy || !waiters.isEmpty() || !unused.getAsBoolean()) {
                return putAway;
            }
            busy = true;
        }
        boolean ended = false;
        try {
            end.run();
            ended = true;
        } finally {
            ended(ended);
        }
        synchronized (this) {
            return putAway;
        }
    }

    private synchronized void ended(boolean ended) {
        busy = false;
        putAway = ended && waiters.isEmpty();
        if (!waiters.isEmpty()) {
            start();
        }
    }

    private void start() {
        if (!busy) {
            busy = true;
            background.execute(this::work);
        }
    }

    private void work() {
        try {
            while (true) {
                long needed = 0;
                long ahead = 0;
                long back;
                synchronized (this) {
                    serve();
                    back = surrenders && waiters.isEmpty() ? purse.emptied() : 0;
                    surrenders = false;
                    if (back == 0) {
                        if (!wantsAhead && waiters.isEmpty()) {
                            busy = false;
                            return;
                        }
                        needed = needed();
                        ahead = ahead();
                        wantsAhead = false;
                    }
                }
                if (back > 0) {
                    // If it fails, it may have been given back all the same. So it is not used again, and ends with the
                    // lease.
                    leases.giveBack(tenant, purse.key(), back);
                    known = null;
                } else {
                    received(leases.take(tenant, budget, period, needed, ahead), needed);
                }
            }
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** Gives what is free to those who wait, in their order. */
    private void serve() {
        waiters.removeIf(waiter -> {
            boolean taken = purse.tryTake(waiter.micros());
            if (taken) {
                complete(waiter, new Taking.Taken());
            }
            return taken;
        });
    }

    private long needed() {
        long sum = 0;
        for (Waiter waiter : waiters) {
            sum = Math.min(sum + Math.min(waiter.micros(), MOST_AHEAD), MOST_AHEAD);
        }
        return waiters.isEmpty() ? 0 : Math.max(1, sum - Math.max(0, purse.free()));
    }

    private long ahead() {
        long now = nanoTime.getAsLong();
        if (!waiters.isEmpty()) {
            once = waiters.getFirst().micros();
        }
        boolean soon = now - askedNanos < BUSY_NANOS;
        askedNanos = now;
        long least = Math.min(once, MOST_AHEAD) * CALLS_AHEAD;
        chunk = Math.max(least, soon ? Math.min(chunk, MOST_AHEAD) * 2 : chunk / 2);
        return chunk;
    }

    private synchronized void received(Grant grant, long needed) {
        known = grant;
        knownNanos = nanoTime.getAsLong();
        tight = grant.micros() <= needed;
        low = tight ? 0 : chunk / 4;
        chunk = Math.min(chunk, Math.max(1, grant.left() / 16)); // or it is soon more than is ever given ahead
        purse.leased(grant.micros());
        serve();
        if (grant.micros() < needed) { // all that there is
            Waiter waiter;
            while ((waiter = waiters.poll()) != null) {
                complete(waiter, new Taking.Lacking(shortage(grant, waiter.micros())));
            }
        }
        surrenders |= tight && purse.free() > 0;
    }

    private synchronized void failed(RuntimeException failure) {
        busy = false;
        Waiter waiter;
        while ((waiter = waiters.poll()) != null) {
            Waiter each = waiter;
            if (failure instanceof DatabaseUnavailable) {
                complete(each, new Taking.Away());
            } else {
                background.execute(() -> each.taking().completeExceptionally(failure));
            }
        }
    }

    /** Elsewhere, since whoever hears of it may ask for more, and this thread holds the lock. */
    private void complete(Waiter waiter, Taking taking) {
        background.execute(() -> waiter.taking().complete(taking));
    }

    private boolean isShort(Grant last, long micros) {
        return !busy
                && nanoTime.getAsLong() - knownNanos < NO_NANOS
                && micros - Math.max(0, purse.free()) > last.left();
    }

    private Shortage shortage(Grant grant, long micros) {
        BudgetStanding before = grant.before();
        return new Shortage(
                budget,
                period,
                grant.limitMicros().orElse(Long.MAX_VALUE),
                before.spentMicros(),
                before.reservedMicros() + grant.micros() - Math.max(0, purse.free()),
                micros);
    }
}
