package io.quartermaster.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.access.Authorizer;
import io.quartermaster.audit.Audit;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.tenant.TenantCallers;
import io.quartermaster.usage.budget.BudgetGuard;
import io.quartermaster.usage.budget.BudgetResource;
import io.quartermaster.usage.budget.Budgets;
import io.quartermaster.usage.limit.LiveNodes;
import io.quartermaster.usage.limit.RateGuard;
import io.quartermaster.usage.limit.RateLimitResource;
import io.quartermaster.usage.limit.RateLimits;
import io.quartermaster.usage.spool.SpoolOptions;
import io.quartermaster.usage.spool.UsageSpool;
import java.time.Clock;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This room, put together from what other rooms give it: limits and budgets before a call, spool and ledger after it. */
public final class UsageRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageRoom.class);

    private final Database database;
    private final Authorizer authorizer;
    private final Clock clock;
    private final Budgets budgets;
    private final Currency currency;
    private final RateLimits limits;
    private final NodeLife life;
    private final LiveNodes nodes;
    private final RateGuard rateGuard;
    private final BudgetGuard budgetGuard;
    private final UsageSpool spool;
    private final CompletableFuture<Void> replayed;

    public UsageRoom(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            Clock clock,
            Settings settings,
            SpoolOptions spoolOptions,
            ApiKeyUses keyUses,
            Executor background,
            MeterRegistry meters) {
        this.database = database;
        this.authorizer = authorizer;
        this.clock = clock;
        this.currency = settings.currency();
        this.budgets = new Budgets(database, authorizer, audit, ids, clock, currency);
        this.limits = new RateLimits(database, authorizer, audit);
        this.life = NodeLife.in(settings.dataDirectory(), ids);
        this.nodes = new LiveNodes(database, life, meters);
        this.rateGuard = new RateGuard(nodes::count, settings.redisUrl(), background, System::nanoTime, meters);
        nodes.onBeat(rateGuard::tidy);
        this.budgetGuard = new BudgetGuard(database, life, clock, background, System::nanoTime, meters);
        this.spool = UsageSpool.open(spoolOptions, meters);
        UsageLedger ledger = new UsageLedger(
                database,
                keyUses,
                budgetGuard,
                new RefusedEvents(spoolOptions.folder().resolve("refused.jsonl"), currency),
                clock,
                meters);
        // In this order: what an earlier life of this node had leased is spent or free once the ledger has its usage.
        this.replayed = spool.start(ledger::write)
                .thenRunAsync(budgetGuard::endEarlierLeases, background)
                .toCompletableFuture();
        var _ = replayed.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.error(
                        "What an earlier life of this node left was not taken up, so it does not get ready: start it again",
                        failure);
            }
        });
    }

    /** The currency of the ledger, where the settings ask for another one in vain. */
    public Optional<LedgerCurrency.Held> settleCurrency() {
        return new LedgerCurrency(database, nodes, clock).settle(currency);
    }

    /** This process among those that serve. */
    public NodeLife life() {
        return life;
    }

    public Budgets budgets() {
        return budgets;
    }

    public RateLimits limits() {
        return limits;
    }

    public RateGuard rateGuard() {
        return rateGuard;
    }

    public BudgetGuard budgetGuard() {
        return budgetGuard;
    }

    public UsageSpool spool() {
        return spool;
    }

    /** Whether the ledger has what an earlier life of this node left in its spool. */
    public boolean isReplayed() {
        return replayed.isDone() && !replayed.isCompletedExceptionally();
    }

    public void bind(Operations operations, TenantCallers callers) {
        new UsageResource(new Usage(database, authorizer), callers, clock, currency).bind(operations);
        new BudgetResource(budgets, callers).bind(operations);
        new RateLimitResource(limits, callers).bind(operations);
    }

    /** Calls must have ended. What they used goes to the ledger first, and then what they did not need of budgets comes back. */
    @Override
    public void close() {
        spool.close();
        budgetGuard.close();
        nodes.close();
        rateGuard.close();
    }
}
