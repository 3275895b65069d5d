package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies migrations to a database that is being used. One in a transaction waits for a lock for a moment only, because
 * whoever comes after it waits behind it; it gives way and tries again. One that makes indexes concurrently must wait for
 * transactions that are open, and holds nobody up meanwhile.
 */
final class MigrationRun {
    /** Shorter than the second after which PostgreSQL looks for deadlocks, so that it is the migration that gives way. */
    private static final Duration WAITS_FOR_LOCKS = Duration.ofMillis(400);

    /** What a failed index leaves can be dropped once the transactions that are open have ended. */
    private static final Duration CLEARS_FOR = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 400;
    /** Lock not available, deadlock detected. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    private final DataSource owner;
    private final ServerRole serverRole;
    private final Release release;

    MigrationRun(DataSource owner, ServerRole serverRole, Release release) {
        this.owner = owner;
        this.serverRole = serverRole;
        this.release = release;
    }

    /** In this order, which is that of the release; those in transactions that follow each other in one go. */
    void apply(Connection connection, List<SchemaVersion> missing) throws SQLException {
        SchemaVersion reached = null;
        for (SchemaVersion version : missing) {
            Optional<ConcurrentMigration> concurrent =
                    release.find(version).flatMap(migration -> ConcurrentMigration.of(release, migration));
            if (concurrent.isPresent()) {
                if (reached != null) {
                    inTransactions(connection, reached);
                    reached = null;
                }
                concurrently(connection, concurrent.get());
            } else {
                reached = version;
            }
        }
        if (reached != null) {
            inTransactions(connection, reached);
        }
    }

    private void inTransactions(Connection connection, SchemaVersion upTo) throws SQLException {
        FlywayRun run = new FlywayRun(owner, serverRole, release, WAITS_FOR_LOCKS);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                run.applyUpTo(upTo);
                return;
            } catch (FlywayException e) {
                if (!IN_THE_WAY.contains(FlywayRun.state(e)) || System.nanoTime() >= deadline) {
                    throw failure(connection, e);
                }
                LOG.info("A migration gave way to transactions that hold what it must lock, and tries again");
                pause();
            }
        }
    }

    private void concurrently(Connection connection, ConcurrentMigration migration) throws SQLException {
        migration.clear(connection, Duration.ZERO);
        SchemaVersion version = migration.migration().version();
        try {
            new FlywayRun(owner, serverRole, release, Duration.ZERO).applyUpTo(version);
        } catch (FlywayException e) {
            String left = " failed and left nothing behind: ";
            try {
                migration.clear(connection, CLEARS_FOR);
            } catch (SQLException stillBusy) {
                e.addSuppressed(stillBusy);
                left = " failed half-way, and the next run takes it up again: ";
            }
            throw new SchemaException("Migration " + version + left + FlywayRun.reason(e), e);
        }
    }

    private SchemaException failure(Connection connection, FlywayException e) throws SQLException {
        String version = switch (SchemaComparison.of(connection, release)) {
            case SchemaStanding.Failed failed -> "Migration " + failed.version() + " failed half-way";
            case SchemaStanding.Behind behind ->
                "Migration " + behind.missing().getFirst() + " failed and left nothing behind";
            case SchemaStanding.Current _,
                    SchemaStanding.Interrupted _,
                    SchemaStanding.NewerButCompatible _,
                    SchemaStanding.Newer _,
                    SchemaStanding.OfAnotherProgram _,
                    SchemaStanding.Altered _ -> "The migration failed";
        };
        String wayOut = IN_THE_WAY.contains(FlywayRun.state(e))
                ? "; for " + PATIENCE.toMinutes() + " minutes others held what it must lock: look for transactions that"
                        + " are open for long in pg_stat_activity"
                : "";
        return new SchemaException(version + ": " + FlywayRun.reason(e) + wayOut, e);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException("Waiting to migrate again was interrupted.", e);
        }
    }
}
