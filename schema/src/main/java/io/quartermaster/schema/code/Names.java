package io.quartermaster.schema.code;

import io.quartermaster.schema.code.LiveTable.TableKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the tables and columns of generated code are called in a database, so that a rename is told once. */
final class Names {

    private final Map<String, LiveTable> database;
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, Map<String, String>> columns = new HashMap<>();

    Names(Map<String, LiveTable> database) {
        this.database = database;
    }

    void put(String table, String found) {
        tables.put(table, found);
    }

    void put(String table, String column, String found) {
        columns.computeIfAbsent(table, _ -> new HashMap<>()).put(column, found);
    }

    boolean isKnown(String found) {
        return tables.containsValue(found);
    }

    boolean isThere(String table) {
        return tables.containsKey(table);
    }

    LiveTable live(String table) {
        return Objects.requireNonNull(database.get(tables.get(table)), table);
    }

    /** The key in the names of the database; empty if it could not be there. */
    Optional<TableKey> live(String table, TableKey key) {
        String target = key.target().isEmpty() ? "" : tables.getOrDefault(key.target(), "");
        List<String> own = live(table, key.columns());
        List<String> targets = live(key.target(), key.targets());
        boolean whole = own.size() == key.columns().size()
                && targets.size() == key.targets().size()
                && target.isEmpty() == key.target().isEmpty();
        return whole ? Optional.of(new TableKey(key.name(), key.kind(), own, target, targets)) : Optional.empty();
    }

    private List<String> live(String table, List<String> names) {
        Map<String, String> known = columns.getOrDefault(table, Map.of());
        return names.stream().filter(known::containsKey).map(known::get).toList();
    }
}
