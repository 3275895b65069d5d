package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration of nothing but indexes made or dropped concurrently. It runs in no transaction, so an attempt that is killed or
 * fails leaves an invalid index, which would shut out the next one and cost every write meanwhile.
 *
 * @param creates the indexes that it makes
 */
record ConcurrentMigration(Migration migration, List<String> creates) {
    private static final Pattern CREATE =
            Pattern.compile("(?is)create\\s+(?:unique\\s+)?index\\s+concurrently\\s+([a-z_][a-z0-9_]*)\\s+on\\s.*");
    private static final Pattern DROP =
            Pattern.compile("(?is)drop\\s+index\\s+concurrently\\s+if\\s+exists\\s+[a-z_][a-z0-9_]*");
    private static final long PAUSE_MILLIS = 100;

    ConcurrentMigration {
        creates = List.copyOf(creates);
    }

    /** Empty if there is anything else in it. */
    static Optional<ConcurrentMigration> of(Release release, Migration migration) {
        return indexes(SqlStatements.of(release.sql(migration)))
                .map(creates -> new ConcurrentMigration(migration, creates));
    }

    static Optional<List<String>> indexes(List<String> statements) {
        List<String> creates = new ArrayList<>();
        for (String statement : statements) {
            Matcher create = CREATE.matcher(statement);
            if (create.matches()) {
                creates.add(create.group(1));
            } else if (!DROP.matcher(statement).matches()) {
                return Optional.empty();
            }
        }
        return statements.isEmpty() ? Optional.empty() : Optional.of(creates);
    }

    /**
     * Clears away what an attempt left, be it an invalid index, a whole one or the row that says it failed. Nobody else
     * migrates meanwhile, so whoever is still making one of these indexes works for a process that is gone.
     *
     * @param patience how long to wait for the transactions that are open; zero is without end
     */
    void clear(Connection owner, Duration patience) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("set lock_timeout = " + patience.toMillis());
            try {
                clear(owner);
            } finally {
                statement.execute("reset lock_timeout");
            }
        }
    }

    private void clear(Connection owner) throws SQLException {
        for (String index : creates) {
            endOrphans(owner, index);
            if (exists(owner, index)) {
                try (Statement statement = owner.createStatement()) {
                    statement.execute("drop index concurrently public." + index);
                }
            }
        }
        try (PreparedStatement delete = owner.prepareStatement(
                "delete from public." + AppliedMigration.HISTORY + " where version = ? and not success")) {
            delete.setString(1, migration.version().text());
            delete.executeUpdate();
        }
    }

    /** PostgreSQL notices that a client is gone when it has something to tell it, which is when the index is made. */
    private static void endOrphans(Connection owner, String index) throws SQLException {
        try (PreparedStatement end = owner.prepareStatement(
                "select pg_terminate_backend(pid)"
                        + " from pg_stat_progress_create_index where datname = current_database() and index_relid = to_regclass(?)")) {
            end.setString(1, "public." + index);
            boolean alive = true;
            while (alive) {
                try (ResultSet orphans = end.executeQuery()) {
                    alive = orphans.next();
                }
                if (alive) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException(
                    "Waiting for the end of an earlier attempt at the index " + index + " was interrupted.", e);
        }
    }

    private static boolean exists(Connection owner, String index) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement("select to_regclass(?) is not null")) {
            select.setString(1, "public." + index);
            try (ResultSet answer = select.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }
}
