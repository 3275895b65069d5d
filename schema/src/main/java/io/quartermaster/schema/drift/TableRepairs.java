package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statements that change a property of a table. */
final class TableRepairs {

    private static final Pattern PARAMETER = Pattern.compile("(?:^|, )([\\w.]+)=");

    private TableRepairs() {}

    static List<String> change(SchemaObject expected, SchemaObject found, String property) {
        String name = expected.id().qualified();
        String table = "alter table " + name;
        String value = expected.property(property);
        return switch (property) {
            case "row_security" ->
                List.of(table + (value.equals("enabled") ? " enable" : " disable") + " row level security");
            case "row_security_forced" ->
                List.of(table + (value.equals("true") ? " force" : " no force") + " row level security");
            case "persistence" -> List.of(table + " set " + value);
            case "storage_parameters" -> options(table, value, found.property(property));
            case "access_method" -> List.of(table + " set access method " + value);
            case "tablespace" -> List.of(table + " set tablespace " + (value.isEmpty() ? "pg_default" : value));
            case "replica_identity" ->
                switch (value) {
                    case "d" -> List.of(table + " replica identity default");
                    case "f" -> List.of(table + " replica identity full");
                    case "n" -> List.of(table + " replica identity nothing");
                    default -> List.of(); // by an index, which the catalogue tells with the index
                };
            case "partition_of", "partition_bound" -> partition(expected, found);
            case "inherits" -> inherits(table, value, found.property(property));
            default -> List.of(); // a partition key or a foreign server: the table would have to be made anew
        };
    }

    /** Sets and resets options of a table or a column, written as {@code name=value, …}. */
    static List<String> options(String target, String wanted, String found) {
        String gone = PARAMETER
                .matcher(found)
                .results()
                .map(match -> match.group(1))
                .filter(name -> PARAMETER
                        .matcher(wanted)
                        .results()
                        .noneMatch(match -> match.group(1).equals(name)))
                .collect(Collectors.joining(", "));
        return Stream.of(
                        gone.isEmpty() ? "" : target + " reset (" + gone + ")",
                        wanted.isEmpty() ? "" : target + " set (" + wanted + ")")
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static List<String> partition(SchemaObject expected, SchemaObject found) {
        String name = expected.id().qualified();
        String detach = "alter table " + found.property("partition_of") + " detach partition " + name;
        String attach = "alter table " + expected.property("partition_of") + " attach partition " + name + " "
                + expected.property("partition_bound");
        if (found.property("partition_of").isEmpty()) {
            return List.of(attach);
        }
        return expected.property("partition_of").isEmpty() ? List.of(detach) : List.of(detach, attach);
    }

    private static List<String> inherits(String table, String wanted, String found) {
        List<String> parents = List.of(wanted.split(", ", -1));
        List<String> there = List.of(found.split(", ", -1));
        return Stream.concat(
                        there.stream()
                                .filter(parent -> !parent.isEmpty() && !parents.contains(parent))
                                .map(parent -> table + " no inherit " + parent),
                        parents.stream()
                                .filter(parent -> !parent.isEmpty() && !there.contains(parent))
                                .map(parent -> table + " inherit " + parent))
                .toList();
    }
}
