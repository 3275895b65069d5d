package io.quartermaster.schema.distribute;

import io.quartermaster.schema.MigrationTurn;
import io.quartermaster.schema.Refusal;
import io.quartermaster.schema.SchemaException;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.distribute.Placement.Local;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Spreads the tables over a Citus cluster, by the owner's connection to its coordinator. A second run finds nothing to do; a run that was
 * ended anywhere is gone on with by the next.
 */
public final class Distribution {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SEND_ALONG = "citus.propagate_set_commands";

    private final DataSource owner;
    private final DataSource server;
    private final Consumer<String> progress;

    /**
     * @param server gives connections of the role that the server runs as, which sets its own default
     * @param progress hears of each step before it is done
     */
    public Distribution(DataSource owner, DataSource server, Consumer<String> progress) {
        this.owner = owner;
        this.server = server;
        this.progress = progress;
    }

    /** What there is to do, in words; nothing if everything lies where it should. Changes nothing. */
    public List<String> plan() {
        try (Connection connection = owner.getConnection()) {
            List<Citus.Table> tables = examined(connection);
            List<String> steps = new ArrayList<>();
            List<Citus.Table> left = left(tables);
            if (!left.isEmpty()) {
                steps.add("Take off " + count(ForeignKeys.standing(connection).size(), "foreign key")
                        + ", and note them in the database");
            }
            left.forEach(table ->
                    steps.add("Make " + table.name() + " " + table.wanted().words()));
            int off = ForeignKeys.off(connection).size();
            if (!left.isEmpty()) {
                off += ForeignKeys.standing(connection).size();
            }
            if (off > 0) {
                steps.add("Put back and check " + count(off, "foreign key"));
            } else if (ForeignKeys.unfinished(connection)) {
                steps.add("Clear away what an earlier run had noted");
            }
            for (DataSource role : List.of(owner, server)) {
                try (Connection as = role.getConnection()) {
                    if (!sendsAlong(as)) {
                        steps.add("Set " + SEND_ALONG + " = 'local' for the role " + user(as));
                    }
                }
            }
            return steps;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Does what {@link #plan()} tells; false if there was nothing to do. */
    public boolean run() {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(true);
            Citus.require(connection); // before anybody waits for a turn
            try (MigrationTurn _ = MigrationTurn.await(connection, PATIENCE)) {
                boolean tables = spread(connection);
                boolean roles = false;
                for (DataSource role : List.of(owner, server)) {
                    try (Connection as = role.getConnection()) {
                        roles |= sendAlong(as);
                    }
                }
                return tables || roles;
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private boolean spread(Connection connection) throws SQLException {
        List<Citus.Table> tables = examined(connection);
        if (left(tables).isEmpty() && !ForeignKeys.unfinished(connection)) {
            return false;
        }
        requireAlone(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '10s'; set statement_timeout = 0");
        }
        if (!left(tables).isEmpty()) {
            progress.accept("Taking off the foreign keys, which are noted in the database meanwhile");
            ForeignKeys.takeOff(connection);
            for (Citus.Table table : left(tables)) {
                progress.accept("Making " + table.name() + " " + table.wanted().words());
                Citus.place(connection, table, Citus.tables(connection));
            }
        }
        for (Citus.Table table : Citus.tables(connection)) {
            if (!(table.wanted() instanceof Local)) {
                progress.accept("Freeing what " + table.name() + " left on the coordinator");
                Citus.forgetLocalRows(connection, table);
            }
        }
        for (ForeignKeys.Key key : ForeignKeys.off(connection)) {
            progress.accept("Putting back and checking " + key.name());
            ForeignKeys.putOn(connection, key);
        }
        progress.accept("Clearing away the notes");
        ForeignKeys.finish(connection);
        return true;
    }

    private static List<Citus.Table> examined(Connection connection) throws SQLException {
        Citus.require(connection);
        SchemaStanding standing = SchemaStanding.of(connection);
        if (!(standing instanceof SchemaStanding.Current)) {
            throw new SchemaException(standing.sentence());
        }
        List<Citus.Table> tables = Citus.tables(connection);
        Citus.requireFit(connection, tables);
        return tables;
    }

    /** Those that are not in their place, in the order in which they are put there: what others refer to first. */
    private static List<Citus.Table> left(List<Citus.Table> tables) {
        return tables.stream()
                .filter(table -> !table.placed())
                .sorted(Comparator.comparing(table -> !(table.wanted() instanceof Placement.Everywhere)))
                .toList();
    }

    /** While foreign keys are off, only they could have refused what a server writes. */
    private static void requireAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and application_name like 'quartermaster%' and pid <> pg_backend_pid()")) {
            row.next();
            if (row.getInt(1) > 0) {
                throw new SchemaException("Servers are connected to the database (" + count(row.getInt(1), "connection")
                        + "): stop all of them first, for foreign keys are off while the tables are moved.");
            }
        }
    }

    /** Row level security is bound to a setting of the transaction, which the nodes must hear of. */
    private static boolean sendAlong(Connection role) throws SQLException {
        if (sendsAlong(role)) {
            return false;
        }
        try (Statement statement = role.createStatement()) {
            statement.execute("do $$ begin execute format('alter role current_user in database %I set " + SEND_ALONG
                    + " = ''local''', current_database()); end $$");
        }
        return true;
    }

    private static boolean sendsAlong(Connection role) throws SQLException {
        try (Statement statement = role.createStatement();
                ResultSet row = statement.executeQuery("select exists (select from pg_db_role_setting s"
                        + " where s.setrole = current_user::regrole"
                        + " and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))"
                        + " and '" + SEND_ALONG + "=local' = any (s.setconfig))")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String user(Connection role) throws SQLException {
        return role.getMetaData().getUserName();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static SchemaException failed(SQLException failure) {
        return new SchemaException(
                "The tables could not be distributed: "
                        + Refusal.words(failure)
                        + ". What was done so far stays; mend it and run \"quartermaster schema distribute\" again, before any"
                        + " server is started.",
                failure);
    }
}
