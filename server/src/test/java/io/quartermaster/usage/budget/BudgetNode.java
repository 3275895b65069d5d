package io.quartermaster.usage.budget;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.usage.RefusedEvents;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a node has of budgets and the ledger, on a pool of its own, and nothing else. */
final class BudgetNode implements AutoCloseable {

    final BudgetGuard guard;
    private final UsageLedger ledger;
    private final ExecutorService writing = Executors.newSingleThreadExecutor();
    private final HikariDataSource pool;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ApiKeyUses uses;

    BudgetNode(DatabaseScene scene, UUID node) {
        this.pool = Pool.open(scene.test().jdbcUrl(), scene.login(), 4);
        Database database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
        this.guard = new BudgetGuard(
                database,
                new NodeLife(scene.ids().next(), node),
                Clock.systemUTC(),
                background,
                System::nanoTime,
                new SimpleMeterRegistry());
        this.uses = new ApiKeyUses(database);
        this.ledger = new UsageLedger(
                database,
                uses,
                guard,
                new RefusedEvents(Path.of("no-such-folder", "refused.jsonl"), Currency.getInstance("USD")),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    /** Has it written, as the spool would. */
    void accept(UsageEvent event) {
        writing.execute(() -> {
            try {
                ledger.write(List.of(event));
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The database is gone from here. */
    void cutOff() {
        pool.close();
    }

    /** As a process that is killed: nothing is given back. */
    void kill() {
        pool.close();
        writing.shutdownNow();
        guard.close();
    }

    @Override
    public void close() {
        writing.close();
        guard.close();
        uses.close();
        background.close();
        pool.close();
    }
}
