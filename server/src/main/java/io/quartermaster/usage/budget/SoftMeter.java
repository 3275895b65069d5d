package io.quartermaster.usage.budget;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a soft budget in one period, from memory; what other nodes spend of it is known about a second later. */
final class SoftMeter {

    private static final Logger LOG = LoggerFactory.getLogger(SoftMeter.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    /** So long calls may still come to their end. */
    private static final Duration AFTER_ITS_END = Duration.ofHours(1);
    /** Of one without an end, whose budget may have been deleted. */
    private static final long UNUSED_NANOS = Duration.ofDays(1).toNanos();

    private final TenantId tenant;
    private final Period period;
    private final BudgetLeases leases;
    private final Executor background;
    private final LongSupplier nanoTime;
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Budget budget;
    private volatile long readNanos;

    SoftMeter(
            TenantId tenant,
            Budget budget,
            Period period,
            BudgetLeases leases,
            Executor background,
            LongSupplier nanoTime) {
        this.tenant = tenant;
        this.budget = budget;
        this.period = period;
        this.leases = leases;
        this.background = background;
        this.nanoTime = nanoTime;
        this.readNanos = nanoTime.getAsLong() - 2 * FRESH_NANOS;
    }

    BudgetId id() {
        return budget.id();
    }

    Budget budget() {
        return budget;
    }

    /** A call counts for it; the budget is as the caller's settings have it. */
    void watch(Budget current) {
        budget = current;
        if (nanoTime.getAsLong() - readNanos > FRESH_NANOS && reading.compareAndSet(false, true)) {
            background.execute(this::read);
        }
    }

    void spent(long micros) {
        spent.addAndGet(micros);
        isExceeded();
    }

    boolean isExceeded() {
        boolean exceeded = spent.get() >= budget.limitMicros();
        if (exceeded && told.compareAndSet(false, true)) {
            LOG.warn(
                    "Tenant {} has spent its soft budget {} ({}, {} of {} millionths) of the {} from {}",
                    tenant,
                    budget.id(),
                    budget.scope().word(),
                    spent.get(),
                    budget.limitMicros(),
                    budget.window().word(),
                    period.from());
        }
        return exceeded;
    }

    /** The ledger is a moment behind, so what this node has added since is left out for that moment, and comes with the next look. */
    private void read() {
        try {
            spent.set(leases.standing(tenant, budget, period).spentMicros());
            readNanos = nanoTime.getAsLong();
        } catch (DatabaseUnavailable away) {
            LOG.debug("Where the soft budget {} stands is not known now", budget.id(), away);
        } finally {
            reading.set(false);
        }
    }

    /** Not to be dropped before: a new one would let a call pass unmarked until it has read, and warn again. */
    boolean isOver(Instant now) {
        return period.until()
                .map(until -> now.isAfter(until.plus(AFTER_ITS_END)))
                .orElseGet(() -> nanoTime.getAsLong() - readNanos > UNUSED_NANOS);
    }
}
