package io.quartermaster.platform.db;

import io.quartermaster.platform.db.JsonColumn.Stored;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judges every stored {@code jsonb} value, a few rows at a time; says what is wrong, how often and where, never the value. */
public final class JsonColumnCheck {

    private static final int ROWS = 200;
    private static final int SHOWN = 3;
    private static final int MOST_REASONS = 50;
    private static final String OTHER = "is wrong in yet another way";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String UNDEFINED_TABLE = "42P01";

    private JsonColumnCheck() {}

    /**
     * One finding for each column and reason.
     *
     * @param owner outside any transaction, of a role that row level security does not bind: it reads the rows of all tenants
     */
    public static List<Finding> of(Connection owner, Collection<JsonColumn> columns) throws SQLException {
        if (!owner.getAutoCommit()) {
            throw new IllegalArgumentException("Stored values are read in transactions of their own");
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonColumn column : columns) {
            owner.setAutoCommit(false); // otherwise the driver reads all rows at once
            owner.setReadOnly(true);
            try {
                findings.addAll(check(owner, column));
            } finally {
                owner.rollback();
                owner.setReadOnly(false);
                owner.setAutoCommit(true);
            }
        }
        return findings;
    }

    private static List<Finding> check(Connection owner, JsonColumn column) throws SQLException {
        Map<String, Broken> broken = new TreeMap<>();
        List<String> names = Stream.concat(column.id().stream(), column.beside().stream())
                .map(name -> quoted(name) + "::text")
                .toList();
        String query = "select " + quoted(column.column()) + "::text, " + String.join(", ", names) + " from "
                + quoted(column.table()) + " where " + quoted(column.column()) + " is not null";
        try (PreparedStatement statement = owner.prepareStatement(query)) {
            statement.setFetchSize(ROWS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Optional<String> reason = judge(column, row);
                    if (reason.isPresent()) {
                        String told =
                                broken.size() < MOST_REASONS || broken.containsKey(reason.get()) ? reason.get() : OTHER;
                        broken.computeIfAbsent(told, _ -> new Broken()).add(id(column, row));
                    }
                }
            }
        } catch (SQLException failure) {
            if (UNDEFINED_COLUMN.equals(failure.getSQLState()) || UNDEFINED_TABLE.equals(failure.getSQLState())) {
                return List.of(); // what is missing is told by the comparison of schemas
            }
            throw failure;
        }
        return broken.entrySet().stream()
                .map(entry -> entry.getValue().finding(column, entry.getKey()))
                .toList();
    }

    private static Optional<String> judge(JsonColumn column, ResultSet row) throws SQLException {
        Map<String, String> beside = new HashMap<>();
        for (int i = 0; i < column.beside().size(); i++) {
            String value = row.getString(2 + column.id().size() + i);
            if (value != null) {
                beside.put(column.beside().get(i), value);
            }
        }
        return column.judge().apply(new Stored(row.getString(1), beside));
    }

    private static String id(JsonColumn column, ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < column.id().size(); i++) {
            parts.add(row.getString(2 + i));
        }
        return String.join("/", parts);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The rows with one mistake: all are counted, the first are named. */
    private static final class Broken {

        private final List<String> first = new ArrayList<>();
        private long count;

        void add(String id) {
            count++;
            if (first.size() < SHOWN) {
                first.add(id);
            }
        }

        Finding finding(JsonColumn column, String reason) {
            return new Finding(
                    Severity.WARNING,
                    "jsonb_value_broken",
                    "column " + column.table() + "." + column.column(),
                    "a value that the code can read and would write",
                    count + (count == 1 ? " row " : " rows ") + reason + "; "
                            + String.join("/", column.id()) + ": " + String.join(", ", first)
                            + (count > first.size() ? ", …" : ""),
                    "Reading such a row may fail, and the same value is refused when it is written; write it anew through the API",
                    List.of());
        }
    }
}
