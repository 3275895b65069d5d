package io.quartermaster.schema.repair;

import io.quartermaster.schema.SchemaException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A transaction on a table in use: it waits for a lock for a moment only, lets go of all of its own and tries again. */
final class ShortTransaction {
    /** Shorter than the second after which PostgreSQL looks for deadlocks. */
    private static final Duration WAITS_FOR_LOCKS = Duration.ofMillis(400);

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long SHORTEST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** Lock not available, deadlock detected. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    private ShortTransaction() {}

    /** What is done in it, as often as it takes. */
    interface Step<T> {
        T run() throws SQLException;
    }

    /** @param table for the sentence of whoever gives up */
    static <T> T run(Connection owner, String table, Step<T> step) throws SQLException {
        return run(owner, table, PATIENCE, step);
    }

    static <T> T run(Connection owner, String table, Duration patience, Step<T> step) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            try {
                return once(owner, step);
            } catch (SQLException refused) {
                if (!IN_THE_WAY.contains(String.valueOf(refused.getSQLState()))) {
                    throw refused;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new SchemaException(
                            "Others held what must be locked in the table " + table + " for " + patience.toMinutes()
                                    + " minutes: look for transactions that are open for long in pg_stat_activity, and run"
                                    + " this again, which goes on from there.",
                            refused);
                }
            }
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private static <T> T once(Connection owner, Step<T> step) throws SQLException {
        owner.setAutoCommit(false);
        boolean committed = false;
        try {
            try (Statement statement = owner.createStatement()) {
                statement.execute("set local lock_timeout = " + WAITS_FOR_LOCKS.toMillis());
            }
            T result = step.run();
            owner.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                owner.rollback();
            }
            owner.setAutoCommit(true);
        }
    }

    static void pause() {
        pause(SHORTEST_PAUSE_MILLIS);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException("Waiting for others to let go of a table was interrupted.", e);
        }
    }
}
