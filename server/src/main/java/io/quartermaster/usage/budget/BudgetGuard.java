package io.quartermaster.usage.budget;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageFollower;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.budget.BudgetWindow.Period;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands between calls and the money of their tenants. */
public final class BudgetGuard implements UsageFollower, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);
    private static final Duration LOOKS = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofMinutes(1);
    /** After so long without a call what is leased ahead is for others. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final BudgetLeases leases;
    private final Executor background;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final DrawRegister register = new DrawRegister();
    private final Map<BudgetPeriod, Purse> purses = new ConcurrentHashMap<>();
    private final Map<BudgetPeriod, SoftMeter> meters = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Counter refused;
    private final Counter exceeded;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread tidying;

    public BudgetGuard(
            Database database,
            NodeLife life,
            InstantSource clock,
            Executor background,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.leases = new BudgetLeases(database, life, clock);
        this.background = background;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.refused = Counter.builder("qm.budgets.refused")
                .description("Calls that a strict budget had no money for")
                .register(registry);
        this.exceeded = Counter.builder("qm.budgets.exceeded")
                .description("Calls that passed although a soft budget was spent")
                .register(registry);
        Gauge.builder("qm.budgets.purses", purses, Map::size)
                .description("Budgets that this node has leased money of")
                .register(registry);
        this.tidying = Thread.ofVirtual().name("budget-leases").start(this::tidy);
    }

    /** What came of a call's asking. */
    public sealed interface Outcome {

        /** It may go on. */
        record Reserved(Reservation reservation) implements Outcome {}

        /** A strict budget has no money for it; what others had reserved was given back. */
        record Lacking(Shortage shortage) implements Outcome {}

        /** Nobody can tell what it may cost, and a strict budget counts. */
        record Unpriced() implements Outcome {}

        /** The database would have to be asked, and is away. */
        record Away() implements Outcome {}
    }

    /** Reserves what a call may cost at most, of each budget it counts for. Done at once, unless money must be leased first. */
    public CompletableFuture<Outcome> reserve(SpendAsk ask) {
        List<Budget> strict = new ArrayList<>(4);
        List<SoftMeter> soft = new ArrayList<>(0);
        for (UsageScope scope : UsageScope.values()) {
            switch (scope) {
                case TENANT -> sort(ask, ask.budgets().of(scope, ask.tenant().value()), strict, soft);
                case KEY -> sort(ask, ask.budgets().of(scope, ask.key().value()), strict, soft);
                case MEMBER ->
                    ask.user().ifPresent(user -> sort(ask, ask.budgets().of(scope, user.value()), strict, soft));
                case MODEL -> {
                    for (ModelConfigId model : ask.models()) {
                        sort(ask, ask.budgets().of(scope, model.value()), strict, soft);
                    }
                }
            }
        }
        Reserving reserving = new Reserving(this, ask, strict, soft);
        reserving.start();
        return reserving.outcome();
    }

    private void sort(SpendAsk ask, List<Budget> budgets, List<Budget> strict, List<SoftMeter> soft) {
        for (Budget budget : budgets) {
            if (budget.isStrict()) {
                strict.add(budget);
            } else {
                soft.add(meter(ask, budget));
            }
        }
    }

    private SoftMeter meter(SpendAsk ask, Budget budget) {
        Period period = budget.window().at(ask.at());
        SoftMeter meter = meters.computeIfAbsent(
                new BudgetPeriod(budget.id(), period.from()),
                _ -> new SoftMeter(ask.tenant(), budget, period, leases, background, nanoTime));
        meter.watch(budget);
        return meter;
    }

    Purse purse(SpendAsk ask, Budget budget) {
        Period period = budget.window().at(ask.at());
        return purses.computeIfAbsent(
                new BudgetPeriod(budget.id(), period.from()),
                _ -> new Purse(ask.tenant(), budget, period, leases, background, nanoTime));
    }

    /** One that was put away is not asked again. */
    void forget(Purse purse) {
        purses.remove(purse.key(), purse);
    }

    DrawRegister register() {
        return register;
    }

    /** A call was refused for want of money, or of a price; one that goes on without a fallback was not. */
    public void refused() {
        refused.increment();
    }

    void passed(Reservation reservation) {
        if (!reservation.exceeded().isEmpty()) {
            exceeded.increment();
        }
    }

    @Override
    public void posting(TenantAppendTx tx, List<UsageEvent> inserted) {
        SortedMap<BudgetPeriod, Long> costs = register.costs(inserted);
        if (!costs.isEmpty()) {
            leases.report(tx, costs);
        }
    }

    @Override
    public void posted(List<UsageEvent> events) {
        register.forget(events);
    }

    /**
     * Ends what earlier lives of this node had leased, of any tenant: for when the ledger has all that they left behind. Waits for the
     * database while that is away, or fails.
     */
    public void endEarlierLeases() {
        Deque<TenantId> tenants = new ArrayDeque<>();
        boolean listed = false;
        try {
            while (!listed || !tenants.isEmpty()) {
                try {
                    if (!listed) {
                        tenants.addAll(leases.tenants());
                        listed = true;
                    }
                    endEarlier(tenants);
                } catch (RuntimeException failure) {
                    log("The leases that this node had before it was started again are not given back yet", failure);
                    if (closing.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void endEarlier(Deque<TenantId> tenants) {
        for (TenantId tenant = tenants.peek(); tenant != null; tenant = tenants.peek()) {
            int ended = leases.endEarlier(tenant);
            if (ended > 0) {
                LOG.info(
                        "Gave back {} leases that this node had of budgets of tenant {} before it was started again",
                        ended,
                        tenant);
            }
            tenants.remove();
        }
    }

    private void tidy() {
        try {
            while (!closing.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                tidy(IDLE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy(Duration idle) {
        for (Purse purse : purses.values()) {
            try {
                purse.tidy(idle, RENEWAL);
                if (purse.putAway(idle)) {
                    forget(purse);
                }
            } catch (RuntimeException failure) {
                log("The lease " + purse.key() + " is looked after later", failure);
            }
        }
        meters.values().removeIf(meter -> meter.isOver(clock.instant()));
    }

    /** A database that is away is known elsewhere; anything else is told once, and not each second. */
    private void log(String what, RuntimeException failure) {
        if (!(failure instanceof DatabaseUnavailable) && told.add(what)) {
            LOG.warn("{}; it is tried again", what, failure);
        } else {
            LOG.debug("{}", what, failure);
        }
    }

    /** Gives back what nobody uses. Calls must have ended, and the ledger must have their events. */
    @Override
    public void close() {
        closing.countDown();
        try {
            tidying.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Purse purse : purses.values()) {
            try {
                purse.end();
            } catch (RuntimeException away) { // the next life of this node gives it back
                LOG.debug("The lease {} is not given back now", purse.key(), away);
            }
        }
    }
}
