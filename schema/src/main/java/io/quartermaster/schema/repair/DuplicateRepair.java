package io.quartermaster.schema.repair;

import io.quartermaster.schema.SchemaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Adds a unique constraint to a table that is being used and already holds duplicates, without shutting anybody out. It may be
 * killed at any point and run again, and does nothing once the constraint is there.
 */
public final class DuplicateRepair {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final int ATTEMPTS = 50;
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource owner;
    private final String table;
    private final String constraint;
    /** Of this table and none else: the names of indexes are unique in a schema only, and those of constraints in a table. */
    private final String validIndex;

    private final DuplicateRule rule;
    private final String reason;
    private final int batch;

    /**
     * @param owner gives connections of the owner's role straight to the server
     * @param table in the schema {@code public}
     * @param constraint the name that the unique constraint is to have
     * @param reason why rows go to the archive, for whoever looks there
     */
    public DuplicateRepair(DataSource owner, String table, String constraint, DuplicateRule rule, String reason) {
        this(owner, table, constraint, rule, reason, 500);
    }

    DuplicateRepair(DataSource owner, String table, String constraint, DuplicateRule rule, String reason, int batch) {
        for (String name : List.of(table, constraint)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("A name of SQL in lower case, not " + name);
            }
        }
        this.owner = owner;
        this.table = table;
        this.constraint = constraint;
        this.validIndex =
                "select exists (select from pg_index where indexrelid = to_regclass('public.' || ?) and indrelid = "
                        + oid() + " and indisvalid)";
        this.rule = rule;
        this.reason = reason;
        this.batch = batch;
    }

    /**
     * What a repair did.
     *
     * @param attempts more than one if writers brought new duplicates meanwhile; none if the constraint was there
     */
    public record Result(long archived, long respelled, int attempts) {}

    /** Reads, and changes nothing. */
    public DuplicateReport dryRun() {
        try (Connection connection = owner.getConnection()) {
            RepairTarget.of(connection, table);
            connection.setReadOnly(true);
            return DuplicateReport.of(connection, "public." + table, rule);
        } catch (SQLException e) {
            throw failure("be read", e);
        }
    }

    /** Archives, respells and adds the constraint. */
    public Result run() {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(true);
            DuplicateArchive archive =
                    new DuplicateArchive(RepairTarget.of(connection, table), rule, constraint, reason, batch);
            if (isTrue(
                    connection,
                    "select exists (select from pg_constraint where conname = ? and contype = 'u' and conrelid = "
                            + oid() + ")")) {
                return new Result(0, 0, 0);
            }
            DuplicateArchive.create(connection);
            int attempts = 0;
            while (attempts == 0 || !isReady(connection)) {
                if (attempts == ATTEMPTS) {
                    throw new SchemaException(
                            "The table " + table + " gets new duplicates as fast as they are archived:"
                                    + " stop what writes them, and run this again.");
                }
                attempts++;
                attempt(connection, archive);
            }
            attach(connection);
            return new Result(archive.archived(), archive.respelled(), attempts);
        } catch (SQLException e) {
            throw failure("be repaired", e);
        }
    }

    /** With the index there writers may still bring another spelling, which is another key to it. */
    private boolean isReady(Connection connection) throws SQLException {
        DuplicateReport left = DuplicateReport.of(connection, "public." + table, rule);
        return isTrue(connection, validIndex) && left.groups() == 0 && left.respelled() == 0;
    }

    private void attempt(Connection connection, DuplicateArchive archive) throws SQLException {
        try {
            archive.archiveAll(connection);
            archive.respellAll(connection);
        } catch (SQLException refused) {
            if (!isDuplicate(refused)) {
                throw refused;
            }
            return; // a writer took the spelling meanwhile
        }
        if (!isTrue(connection, validIndex)) {
            index(connection);
        }
    }

    /** A new duplicate makes it fail, and so did whoever was killed; what is left of that has to go first. */
    private void index(Connection connection) throws SQLException {
        dropInvalid(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create unique index concurrently " + constraint + " on public." + table + " ("
                    + rule.key().stream().map(DuplicateRule.Key::column).collect(Collectors.joining(", ")) + ")");
        } catch (SQLException refused) {
            dropInvalid(connection);
            if (!isDuplicate(refused)) {
                throw refused;
            }
        }
    }

    private void dropInvalid(Connection connection) throws SQLException {
        // Whoever still makes it works for a process that is gone.
        while (isTrue(
                connection,
                "select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_progress_create_index"
                        + " where datname = current_database() and index_relid = to_regclass('public.' || ?)"
                        + " and relid = " + oid())) {
            ShortTransaction.pause();
        }
        if (isTrue(
                connection,
                "select exists (select from pg_index where indexrelid = to_regclass('public.' || ?) and indrelid = "
                        + oid() + " and not indisvalid)")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("drop index concurrently public." + constraint);
            }
        }
    }

    private void attach(Connection connection) throws SQLException {
        ShortTransaction.run(connection, table, () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("alter table public." + table + " add constraint " + constraint
                        + " unique using index " + constraint);
            }
        });
    }

    /** What this repair is about, as SQL; the name was checked. */
    private String oid() {
        return "to_regclass('public." + table + "')";
    }

    /** Of what the constraint is to forbid, and not of another one. */
    private boolean isDuplicate(SQLException refused) {
        return UNIQUE_VIOLATION.equals(refused.getSQLState())
                && constraintOf(refused).filter(constraint::equals).isPresent();
    }

    private static Optional<String> constraintOf(SQLException refused) {
        return refused instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
                : Optional.empty();
    }

    private boolean isTrue(Connection connection, String question) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(question)) {
            select.setString(1, constraint);
            try (ResultSet answer = select.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /** PostgreSQL's own message may have a row's values in it. */
    private SchemaException failure(String what, SQLException e) {
        return new SchemaException(
                "The table " + table + " could not " + what + " (SQL state " + e.getSQLState()
                        + constraintOf(e).map(name -> ", constraint " + name).orElse("") + ")"
                        + ("23503".equals(e.getSQLState())
                                ? ": others refer to rows that are duplicates; let them refer to those that are kept first"
                                : "")
                        + ".",
                e);
    }
}
