package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One node at a time migrates a database. The turn is a session's advisory lock, tried again and again rather than waited
 * for: a statement that waits holds a snapshot, which a concurrent index creation on the node whose turn it is would wait
 * for in turn, without end.
 */
public final class MigrationTurn implements AutoCloseable {
    private static final long KEY = 0x7175_6172_7465_726dL; // "quarterm"
    private static final long PAUSE_MILLIS = 100;

    private final Connection connection;

    private MigrationTurn(Connection connection) {
        this.connection = connection;
    }

    /** The connection must be in autocommit mode, for the same reason. */
    public static MigrationTurn await(Connection connection, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ask(connection, "select pg_try_advisory_lock(" + KEY + ")")) {
            if (System.nanoTime() >= deadline) {
                throw new SchemaException("Another process has been migrating this database for " + patience.toMinutes()
                        + " minutes: wait for it to end, or end it, and start again.");
            }
            pause();
        }
        return new MigrationTurn(connection);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException("Waiting for another process that migrates this database was interrupted.", e);
        }
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        ask(connection, "select pg_advisory_unlock(" + KEY + ")");
    }
}
