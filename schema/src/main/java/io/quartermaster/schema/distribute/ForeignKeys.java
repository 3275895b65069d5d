package io.quartermaster.schema.distribute;

import io.quartermaster.schema.UnfinishedDistribution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The foreign keys that are off, written down in the database, in PostgreSQL's own words, in the transaction that takes them off. A
 * schema of its own holds the list, which is there exactly as long as something is off.
 */
final class ForeignKeys {
    private static final String HOME = UnfinishedDistribution.HOME;
    private static final String LIST = HOME + ".foreign_keys";

    private static final String STANDING = """
            select quote_ident(c.relname), quote_ident(o.conname), pg_get_constraintdef(o.oid), o.convalidated
            from pg_constraint o join pg_class c on c.oid = o.conrelid
            where o.contype = 'f' and o.conparentid = 0 and c.relnamespace = 'public'::regnamespace
            order by c.relname collate "C", o.conname collate "C"
            """;

    private ForeignKeys() {}

    /** Names are quoted where they need to be. */
    record Key(String table, String name, String definition, boolean validated) {}

    static List<Key> standing(Connection owner) throws SQLException {
        return read(owner, STANDING);
    }

    /** Whether an earlier run came so far and no further. */
    static boolean unfinished(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('" + LIST + "') is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    static List<Key> off(Connection owner) throws SQLException {
        return unfinished(owner)
                ? read(
                        owner,
                        "select table_name, constraint_name, definition, validated from " + LIST
                                + " order by table_name collate \"C\", constraint_name collate \"C\"")
                : List.of();
    }

    private static List<Key> read(Connection owner, String query) throws SQLException {
        List<Key> keys = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                keys.add(new Key(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
            }
        }
        return keys;
    }

    /** Notes all of them and takes them off, or does neither. */
    static void takeOff(Connection owner) throws SQLException {
        owner.setAutoCommit(false);
        boolean done = false;
        try (Statement statement = owner.createStatement();
                PreparedStatement note = owner.prepareStatement("insert into " + LIST
                        + " values (?, ?, ?, ?) on conflict (table_name, constraint_name) do nothing")) {
            statement.execute("create schema if not exists " + HOME);
            statement.execute(
                    "create table if not exists " + LIST + " (table_name text, constraint_name text,"
                            + " definition text not null, validated boolean not null, primary key (table_name, constraint_name))");
            for (Key key : standing(owner)) {
                note.setString(1, key.table());
                note.setString(2, key.name());
                note.setString(3, key.definition());
                note.setBoolean(4, key.validated());
                note.execute();
                statement.execute("alter table public." + key.table() + " drop constraint " + key.name());
            }
            owner.commit();
            done = true;
        } finally {
            if (!done) {
                owner.rollback();
            }
            owner.setAutoCommit(true);
        }
    }

    /** Not checked at first, which holds nobody up, then checked, and only then struck off the list. */
    static void putOn(Connection owner, Key key) throws SQLException {
        String table = "alter table public." + key.table();
        List<Key> standing = standing(owner);
        try (Statement statement = owner.createStatement()) {
            if (standing.stream().noneMatch(other -> same(other, key))) {
                String unchecked = key.definition().endsWith(" NOT VALID") ? "" : " not valid";
                statement.execute(table + " add constraint " + key.name() + " " + key.definition() + unchecked);
            }
            if (key.validated() && standing.stream().noneMatch(other -> same(other, key) && other.validated())) {
                statement.execute(table + " validate constraint " + key.name());
            }
        }
        try (PreparedStatement strike =
                owner.prepareStatement("delete from " + LIST + " where table_name = ? and constraint_name = ?")) {
            strike.setString(1, key.table());
            strike.setString(2, key.name());
            strike.execute();
        }
    }

    private static boolean same(Key one, Key other) {
        return one.table().equals(other.table()) && one.name().equals(other.name());
    }

    /** Lets go of the list; refuses while something is on it. */
    static void finish(Connection owner) throws SQLException {
        if (!off(owner).isEmpty()) {
            throw new IllegalStateException("Foreign keys are off still");
        }
        try (Statement statement = owner.createStatement()) {
            statement.execute("drop schema if exists " + HOME + " cascade");
        }
    }
}
