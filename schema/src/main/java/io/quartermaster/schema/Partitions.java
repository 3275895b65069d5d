package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ledger's partitions, one for each month of UTC, made ahead by the owner. */
public final class Partitions {
    /** How far ahead of the current month a migration makes them. */
    public static final int MONTHS_AHEAD = 24;

    private static final String LEDGER = "usage_events";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    private Partitions() {}

    /**
     * Makes what is missing from one month to another, both included, and returns the months it made. Needs the owner's
     * connection in autocommit mode; writers of the ledger are not held up.
     */
    public static List<YearMonth> create(Connection owner, YearMonth first, YearMonth last) throws SQLException {
        if (missing(owner, first, last).isEmpty()) {
            return List.of();
        }
        owner.setAutoCommit(false);
        boolean committed = false;
        try (Statement statement = owner.createStatement()) {
            // Held against other makers only. "create table … partition of" would shut everybody out; attaching does
            // not.
            statement.execute("set local lock_timeout = '10s'");
            statement.execute("lock table public." + LEDGER + " in share update exclusive mode");
            List<YearMonth> missing = missing(owner, first, last);
            for (YearMonth month : missing) {
                make(statement, month);
            }
            owner.commit();
            committed = true;
            return missing;
        } finally {
            if (!committed) {
                owner.rollback();
            }
            owner.setAutoCommit(true);
        }
    }

    /** The months that the ledger has a partition of, oldest first. */
    public static List<YearMonth> list(Connection connection) throws SQLException {
        return names(connection).stream()
                .filter(name -> name.matches(LEDGER + "_[0-9]{4}_[0-9]{2}"))
                .map(name -> YearMonth.parse(name.substring(LEDGER.length() + 1).replace('_', '-')))
                .sorted()
                .toList();
    }

    /**
     * Drops a month with all its events; false when somebody is using the ledger and it must be tried again. Needs the owner's
     * connection in autocommit mode. Whoever writes or reads the ledger waits for as long as this waits, which is half a second at most.
     */
    public static boolean drop(Connection owner, YearMonth month) throws SQLException {
        owner.setAutoCommit(false);
        boolean committed = false;
        try (Statement statement = owner.createStatement()) {
            statement.execute("set local lock_timeout = '500ms'");
            statement.execute("drop table public." + name(month));
            owner.commit();
            committed = true;
            return true;
        } catch (SQLException busy) {
            if (LOCK_NOT_AVAILABLE.equals(busy.getSQLState()) || DEADLOCK.equals(busy.getSQLState())) {
                return false;
            }
            throw busy;
        } finally {
            if (!committed) {
                owner.rollback();
            }
            owner.setAutoCommit(true);
        }
    }

    /**
     * For how many months after this one the ledger has partitions without a gap; -1 if this month itself has none. Any role
     * may ask.
     */
    public static int ahead(Connection connection, YearMonth now) throws SQLException {
        Set<String> existing = names(connection);
        int months = -1;
        while (existing.contains(name(now.plusMonths(months + 1L)))) {
            months++;
        }
        return months;
    }

    private static void make(Statement statement, YearMonth month) throws SQLException {
        String partition = "public." + name(month);
        statement.execute("create table " + partition + " (like public." + LEDGER
                + " including defaults including constraints including indexes)");
        // Rows are reached through the parent and its policy. This one has none: nobody but the owner gets in here.
        statement.execute("alter table " + partition + " enable row level security");
        statement.execute("alter table public." + LEDGER + " attach partition " + partition + " for values from ('"
                + month + "-01 00:00:00+00') to ('" + month.plusMonths(1) + "-01 00:00:00+00')");
    }

    private static List<YearMonth> missing(Connection connection, YearMonth first, YearMonth last) throws SQLException {
        Set<String> existing = names(connection);
        List<YearMonth> missing = new ArrayList<>();
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            if (!existing.contains(name(month))) {
                missing.add(month);
            }
        }
        return missing;
    }

    private static Set<String> names(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                                + " where i.inhparent = to_regclass('public." + LEDGER + "')")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String name(YearMonth month) {
        return LEDGER + "_" + month.toString().replace('-', '_');
    }
}
