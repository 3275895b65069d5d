package io.quartermaster.schema.code;

import io.quartermaster.schema.code.LiveTable.Column;
import io.quartermaster.schema.code.LiveTable.TableKey;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import io.quartermaster.schema.jooq.DefaultSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Table;

/** Holds the generated jOOQ tables against the catalogue of a database. */
public final class GeneratedCheck {

    private static final String FAILS = "Statements over it fail, or mistake what they read";
    private static final String UNKNOWN = "No statement of this release knows it";
    private static final String KEY = "A refused write may be told as something else than it is";

    private final List<Finding> findings = new ArrayList<>();

    private GeneratedCheck() {}

    /** What differs; none if the tables were generated from a schema like this one. */
    public static List<Finding> of(Connection connection) throws SQLException {
        return of(connection, DefaultSchema.DEFAULT_SCHEMA.getTables());
    }

    static List<Finding> of(Connection connection, Collection<? extends Table<?>> tables) throws SQLException {
        SortedMap<String, LiveTable> generated = new TreeMap<>();
        for (Table<?> table : tables) {
            generated.put(table.getName(), GeneratedTable.of(connection, table));
        }
        GeneratedCheck check = new GeneratedCheck();
        check.compare(generated, LiveTable.all(connection));
        return check.findings;
    }

    private void compare(Map<String, LiveTable> generated, Map<String, LiveTable> live) {
        Names names = new Names(live);
        for (LiveTable table : generated.values()) {
            LiveTable found = live.get(table.name());
            if (found == null) {
                found = live.values().stream()
                        .filter(other -> !generated.containsKey(other.name())
                                && names(other).equals(names(table)))
                        .findFirst()
                        .orElse(null);
                String object = "table " + table.name();
                if (found == null) {
                    add(Severity.BLOCKING, "table_missing", object, table.name(), "", FAILS);
                    continue;
                }
                add(Severity.BLOCKING, "table_renamed", object, table.name(), found.name(), FAILS);
            }
            names.put(table.name(), found.name());
            columns(table, found, names);
        }
        live.values().stream()
                .filter(table -> !names.isKnown(table.name()))
                .forEach(table ->
                        add(Severity.WARNING, "table_unknown", "table " + table.name(), "", table.name(), UNKNOWN));
        generated.values().stream()
                .filter(table -> names.isThere(table.name()))
                .forEach(table -> keys(table, names.live(table.name()), names));
    }

    private void columns(LiveTable table, LiveTable live, Names names) {
        Map<String, Column> there = byName(live.columns(), Column::name);
        Map<String, Column> known = byName(table.columns(), Column::name);
        List<String> renamed = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            Column found = there.get(column.name());
            String object = "column " + table.name() + "." + column.name();
            if (found != null) {
                names.put(table.name(), column.name(), found.name());
                compare(object, column, found);
                continue;
            }
            Column inItsPlace = i < live.columns().size() ? live.columns().get(i) : column;
            if (!known.containsKey(inItsPlace.name()) && inItsPlace.type().equals(column.type())) {
                renamed.add(inItsPlace.name());
                names.put(table.name(), column.name(), inItsPlace.name());
                add(Severity.BLOCKING, "column_renamed", object, column.name(), inItsPlace.name(), FAILS);
            } else {
                add(Severity.BLOCKING, "column_missing", object, column.type(), "", FAILS);
            }
        }
        live.columns().stream()
                .filter(column -> !known.containsKey(column.name()) && !renamed.contains(column.name()))
                .forEach(column -> add(
                        Severity.WARNING,
                        "column_unknown",
                        "column " + table.name() + "." + column.name(),
                        "",
                        column.type(),
                        UNKNOWN));
        order(table, live);
    }

    private void compare(String object, Column generated, Column live) {
        if (!generated.type().equals(live.type())) {
            add(
                    Severity.BLOCKING,
                    "type_changed",
                    object,
                    JavaTypes.shown(generated.type()),
                    JavaTypes.shown(live.type()),
                    FAILS);
            return; // the rest follows from it
        }
        if (generated.modifier() != live.modifier()) {
            add(
                    Severity.WARNING,
                    "length_changed",
                    object,
                    generated.type() + " of length " + generated.length(),
                    live.type() + " of length " + live.length(),
                    "Values may be refused that the code takes for short enough");
        }
        if (generated.nullable() != live.nullable()) {
            add(
                    live.nullable() ? Severity.BLOCKING : Severity.WARNING,
                    "nullability_changed",
                    object,
                    generated.nullable() ? "may be null" : "not null",
                    live.nullable() ? "may be null" : "not null",
                    live.nullable()
                            ? "Code that reads it does not reckon with null"
                            : "Code that writes null is refused");
        }
        if (!generated.defaultValue().equals(live.defaultValue())) {
            add(
                    Severity.WARNING,
                    "default_changed",
                    object,
                    shown(generated.defaultValue()),
                    shown(live.defaultValue()),
                    "Rows written without it get another value than the code reckons with");
        }
    }

    private static String shown(String defaultValue) {
        return defaultValue.isEmpty() ? "no default" : defaultValue;
    }

    private void order(LiveTable table, LiveTable live) {
        List<String> expected = new ArrayList<>(names(table));
        List<String> found = new ArrayList<>(names(live));
        expected.retainAll(names(live));
        found.retainAll(names(table));
        if (!expected.equals(found)) {
            add(
                    Severity.ADVICE,
                    "columns_moved",
                    "columns of table " + table.name(),
                    String.join(", ", expected),
                    String.join(", ", found),
                    "Nothing of ours goes by the order; somebody's report may");
        }
    }

    /** A key with a column or a target that is gone is gone with it, and that was told. */
    private void keys(LiveTable table, LiveTable live, Names names) {
        Map<String, TableKey> known = byName(table.keys(), TableKey::name);
        Map<String, TableKey> there = byName(live.keys(), TableKey::name);
        for (TableKey key : table.keys()) {
            TableKey found = there.get(key.name());
            TableKey expected = names.live(table.name(), key).orElse(null);
            if (found == null && expected != null) {
                add(Severity.BLOCKING, word(key) + "_missing", object(table, key), key.shown(), "", KEY);
            } else if (found != null && !found.equals(expected)) {
                add(Severity.BLOCKING, word(key) + "_changed", object(table, key), key.shown(), found.shown(), KEY);
            }
        }
        there.values().stream()
                .filter(key -> !known.containsKey(key.name()))
                .forEach(
                        key -> add(Severity.WARNING, word(key) + "_unknown", object(table, key), "", key.shown(), KEY));
    }

    private static String object(LiveTable table, TableKey key) {
        return "constraint " + key.name() + " of table " + table.name();
    }

    private static String word(TableKey key) {
        return switch (key.kind()) {
            case 'p' -> "primary_key";
            case 'u' -> "unique_key";
            default -> "foreign_key";
        };
    }

    private void add(Severity severity, String kind, String object, String expected, String found, String consequence) {
        findings.add(new Finding(severity, "generated_" + kind, object, expected, found, consequence, List.of()));
    }

    private static List<String> names(LiveTable table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
        return things.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
