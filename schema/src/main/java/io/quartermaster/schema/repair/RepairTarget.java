package io.quartermaster.schema.repair;

import io.quartermaster.schema.SchemaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that can be repaired, with the columns that tell its rows apart.
 *
 * @param table in the schema {@code public}
 */
record RepairTarget(String table, List<String> primaryKey) {
    RepairTarget {
        primaryKey = List.copyOf(primaryKey);
    }

    static RepairTarget of(Connection owner, String table) throws SQLException {
        String kind = text(owner, "select relkind::text from pg_class where oid = to_regclass(?)", table);
        if (!kind.equals("r")) {
            throw new SchemaException(
                    "The table " + table + (kind.isEmpty() ? " is not there" : " is not an ordinary table")
                            + ": a unique index can be added concurrently to an ordinary table only.");
        }
        List<String> key = texts(
                owner,
                "select quote_ident(a.attname) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)"
                        + " where i.indisprimary and i.indrelid = to_regclass(?) order by a.attnum",
                table);
        if (key.isEmpty()) {
            throw new SchemaException(
                    "The table " + table + " has no primary key, by which its rows could be told apart.");
        }
        String referrer = text(
                owner,
                "select min(conrelid::regclass || ' (' || conname || ')') from pg_constraint"
                        + " where contype = 'f' and confrelid = to_regclass(?) and confdeltype <> 'a' and confdeltype <> 'r'",
                table);
        if (!referrer.isEmpty()) {
            throw new SchemaException(
                    "Rows of " + referrer + " would go or change with duplicates of " + table
                            + " and be in no archive: let its rows refer to those that are kept first, and take that rule off it.");
        }
        return new RepairTarget(table, key);
    }

    String keyList() {
        return String.join(", ", primaryKey);
    }

    /** The key of a row, to be given back to {@link #among}. */
    String keyAsJson() {
        return "jsonb_build_object("
                + primaryKey.stream()
                        .map(column -> "'" + column.replace("\"", "") + "', " + column)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** The condition for a row's key to be in a parameter, an array of JSON. */
    String among() {
        return "(" + keyList() + ") in (select " + keyList() + " from jsonb_populate_recordset(null::public." + table
                + ", ?::jsonb))";
    }

    String same(String one, String other) {
        return primaryKey.stream()
                .map(column -> one + "." + column + " = " + other + "." + column)
                .collect(Collectors.joining(" and "));
    }

    private static String text(Connection owner, String query, String table) throws SQLException {
        return String.join("", texts(owner, query, table));
    }

    private static List<String> texts(Connection owner, String query, String table) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement select = owner.prepareStatement(query)) {
            select.setString(1, "public." + table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(1);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            }
        }
        return texts;
    }
}
