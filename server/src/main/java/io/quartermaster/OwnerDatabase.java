package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import java.time.Clock;

/** The database as its owner sees it, every tenant's rows included, for a maintenance command beside running servers. */
final class OwnerDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final RunningDatabase running;
    private final HikariDataSource pool;
    private final Database database;

    private OwnerDatabase(RunningDatabase running, HikariDataSource pool) {
        this.running = running;
        this.pool = pool;
        this.database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** @param purpose begins the sentence that is said when there is no owner role, such as {@code Migrating} */
    static OwnerDatabase open(Settings settings, String purpose) {
        RunningDatabase running = RunningDatabase.openBeside(settings, CommandSettings::progress);
        try {
            return new OwnerDatabase(running, Pool.open(running.url(), running.requireOwner(purpose), CONNECTIONS));
        } catch (RuntimeException failure) {
            running.close();
            throw failure;
        }
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        pool.close();
        running.close();
    }
}
