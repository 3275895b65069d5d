package io.quartermaster;

import io.quartermaster.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks past the API at what is really stored, as the owner of the tables, whom row level security does not bind. */
final class OwnerSql implements AutoCloseable {

    private final Connection connection;

    OwnerSql(TestDatabase database) throws SQLException {
        this.connection = database.connectAsOwner();
    }

    /** The first column of each row. */
    List<String> texts(String sql, UUID tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }

    /** The one number that a query about a tenant gives. */
    long number(String sql, UUID tenant) throws SQLException {
        return Long.parseLong(texts(sql, tenant).getFirst());
    }

    void update(String sql, UUID tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            statement.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** How many statements wait for a lock that another one holds. */
    long waitingForLocks() {
        try (PreparedStatement statement =
                        connection.prepareStatement("select count(*) from pg_locks join pg_stat_activity using (pid)"
                                + " where not granted and datname = current_database()");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException("Reading locks", failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
