package io.quartermaster.platform.db;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.schema.Partitions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;

/** The ledger's keeper: what only the owner role may do, which row level security does not bind. One node does it at a time. */
public final class LedgerOwner {

    private static final long KEY = 0x716d_6c65_6467_6572L; // "qmledger"

    private final DataSource owner;
    private final Database database;

    /** @param owner opens connections of the owner's role when they are asked for, and keeps none */
    public LedgerOwner(DataSource owner, Clock clock) {
        this.owner = owner;
        this.database = new Database(owner, clock, new SimpleMeterRegistry());
    }

    /** The owner's door to the tables. */
    public Database database() {
        return database;
    }

    /** Runs {@code work} unless another node is at it; false then. The turn ends with this process's connection at the latest. */
    public boolean inTurn(Runnable work) {
        try (Connection turn = owner.getConnection()) {
            if (!ask(turn, "select pg_try_advisory_lock(" + KEY + ")")) {
                return false;
            }
            try {
                work.run();
            } finally {
                ask(turn, "select pg_advisory_unlock(" + KEY + ")");
            }
            return true;
        } catch (SQLException failure) {
            throw SqlFailures.translate("Taking the turn to keep the ledger", failure);
        }
    }

    /** Makes the partitions that are missing from one month to another, and answers with those. */
    public List<YearMonth> create(YearMonth first, YearMonth last) {
        try (Connection connection = owner.getConnection()) {
            return Partitions.create(connection, first, last);
        } catch (SQLException failure) {
            throw SqlFailures.translate("Making partitions of the ledger", failure);
        }
    }

    /** The months that have a partition, oldest first. */
    public List<YearMonth> months() {
        try (Connection connection = owner.getConnection()) {
            return Partitions.list(connection);
        } catch (SQLException failure) {
            throw SqlFailures.translate("Looking for the ledger's partitions", failure);
        }
    }

    /** Drops a month with its events; false when the ledger is in use and it must be tried again. */
    public boolean drop(YearMonth month) {
        try (Connection connection = owner.getConnection()) {
            return Partitions.drop(connection, month);
        } catch (SQLException failure) {
            throw SqlFailures.translate("Dropping the ledger's partition of " + month, failure);
        }
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
