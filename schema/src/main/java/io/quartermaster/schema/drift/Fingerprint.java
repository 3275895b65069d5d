package io.quartermaster.schema.drift;

import io.quartermaster.schema.SchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The cheap part of the comparison, for every start: what the server relies on, asked in one question, against what this release was
 * built with. It knows no renames and has no repairs; {@code schema verify} has.
 */
public final class Fingerprint {

    /** Written by bin/generate-schema. */
    public static final String SHIPPED = "/db/fingerprint.txt";

    private static final String QUESTION = resource("fingerprint.sql");
    private static final String SEPARATOR = " | ";

    /** An object by its sort and name; tables before what is in them. */
    private record Line(String kind, String object) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int byObject = object.compareTo(other.object);
            return byObject != 0 ? byObject : kind.compareTo(other.kind);
        }

        @Override
        public String toString() {
            return kind + " " + object;
        }
    }

    private Fingerprint() {}

    /** Compares; any role may. The connection may be in autocommit mode or in a transaction, which goes on. */
    public static List<Finding> compare(Connection live) throws SQLException {
        return compare(Shipped.LINES, read(live));
    }

    /** All lines of a database, in a fixed order. */
    public static String text(Connection connection) throws SQLException {
        StringBuilder text = new StringBuilder();
        read(connection)
                .forEach((line, is) -> text.append(line.kind)
                        .append(SEPARATOR)
                        .append(line.object)
                        .append(SEPARATOR)
                        .append(is)
                        .append('\n'));
        return text.toString();
    }

    private static Map<Line, String> read(Connection connection) throws SQLException {
        boolean own = connection.getAutoCommit();
        Map<Line, String> lines = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            if (own) {
                connection.setAutoCommit(false);
            }
            statement.execute("set local search_path = pg_catalog");
            try (ResultSet rows = statement.executeQuery(QUESTION)) {
                while (rows.next()) {
                    lines.put(
                            new Line(rows.getString(1), rows.getString(2)),
                            rows.getString(3).replace("\n", "\\n")); // a line stays one
                }
            }
        } finally {
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return lines;
    }

    private static List<Finding> compare(Map<Line, String> expected, Map<Line, String> found) {
        List<Finding> findings = new ArrayList<>();
        expected.forEach((line, text) -> {
            String there = found.get(line);
            if (there == null && !isInOneOf(line, expected, found)) {
                findings.add(finding(line, "missing", text, "", whenMissing(line)));
            } else if (there != null && !there.equals(text)) {
                findings.add(finding(line, "changed", text, there, whenMissing(line)));
            }
        });
        found.forEach((line, there) -> {
            if (!expected.containsKey(line) && !isInOneOf(line, found, expected)) {
                findings.add(finding(line, "unexpected", "", there, whenUnexpected(line, there)));
            }
        });
        return findings;
    }

    /** In a table that only the first has, which says it all. */
    private static boolean isInOneOf(Line line, Map<Line, String> one, Map<Line, String> other) {
        if (line.kind.equals("table")) {
            return false;
        }
        int dot = line.object.indexOf('.', "public.".length());
        Line table = new Line("table", dot < 0 ? line.object : line.object.substring(0, dot));
        return one.containsKey(table) && !other.containsKey(table);
    }

    private static Severity whenMissing(Line line) {
        return line.kind.equals("index") ? Severity.WARNING : Severity.BLOCKING;
    }

    private static Severity whenUnexpected(Line line, String there) {
        boolean refusesInserts = line.kind.equals("column")
                && there.endsWith(" not null")
                && !there.contains(" default ")
                && !there.contains(" generated as ")
                && !there.contains(" identity");
        return line.kind.equals("policy") || refusesInserts ? Severity.BLOCKING : Severity.WARNING;
    }

    private static Finding finding(Line line, String how, String expected, String found, Severity severity) {
        return new Finding(
                severity,
                line.kind.replace(' ', '_') + "_" + how,
                line.toString(),
                expected,
                found,
                "\"quartermaster schema verify\" tells what follows and how to mend it.",
                List.of());
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Fingerprint.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shipped {
        private static final Map<Line, String> LINES = parse(resource(SHIPPED));

        private static Map<Line, String> parse(String text) {
            Map<Line, String> lines = new TreeMap<>();
            text.lines().forEach(line -> {
                String[] parts = line.split(" \\| ", 3);
                if (parts.length != 3) {
                    throw new SchemaException(SHIPPED + " has a line without an object: " + line);
                }
                lines.put(new Line(parts[0], parts[1]), parts[2]);
            });
            return lines;
        }
    }
}
