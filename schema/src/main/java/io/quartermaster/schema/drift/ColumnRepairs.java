package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Statements that change a property of a column. */
final class ColumnRepairs {

    private static final int SETS_EXPRESSIONS = 17;
    private static final Set<String> TEXTS = Set.of("text", "character varying", "character", "name");
    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
    private static final Set<String> TIMES = Set.of("timestamp without time zone", "timestamp with time zone", "date");
    private static final Pattern OPTION =
            Pattern.compile("(?:increment|minvalue|maxvalue|start|cache) -?\\d+|no cycle|cycle");

    private final Making wanted;
    private final int serverMajor;

    ColumnRepairs(Making wanted, int serverMajor) {
        this.wanted = wanted;
        this.serverMajor = serverMajor;
    }

    List<String> change(SchemaObject expected, SchemaObject found, String property) {
        ObjectId id = expected.id();
        String column = "alter table " + id.containerName() + " alter column " + id.name();
        String value = expected.property(property);
        return switch (property) {
            case "type", "collation" ->
                List.of(retype(found, expected), column + " set storage " + expected.property("storage"));
            case "not_null" -> List.of(column + (value.equals("true") ? " set not null" : " drop not null"));
            case "default" -> List.of(column + (value.isEmpty() ? " drop default" : " set default " + value));
            case "generated" -> generated(expected, found);
            case "identity" -> identity(expected, found);
            case "identity_sequence" ->
                List.of(column + " " + OPTION.matcher(value).replaceAll("set $0"));
            case "storage" -> List.of(column + " set storage " + value);
            case "compression" -> List.of(column + " set compression " + (value.isEmpty() ? "default" : value));
            case "statistics_target" -> List.of(column + " set statistics " + (value.isEmpty() ? "-1" : value));
            case "options" -> TableRepairs.options(column, value, found.property(property));
            default -> List.of(); // its place among the others cannot be changed
        };
    }

    /** Also in the other direction: {@link Trial} makes the expected column what was found. */
    static String retype(SchemaObject from, SchemaObject to) {
        ObjectId id = to.id();
        String collation = to.property("collation");
        return "alter table " + id.containerName() + " alter column " + id.name() + " type " + to.property("type")
                + (collation.isEmpty() ? "" : " collate " + collation)
                + (isAssigned(from.property("type"), to.property("type"))
                        ? ""
                        : " using " + id.name() + "::" + to.property("type"));
    }

    /** Then PostgreSQL refuses a value that does not fit; an explicit cast would cut it. */
    private static boolean isAssigned(String from, String to) {
        return family(from).equals(family(to));
    }

    private static String family(String type) {
        String name = type.replaceFirst("\\(.*?\\)", "");
        if (TEXTS.contains(name)) {
            return "text";
        }
        return NUMBERS.contains(name) ? "number" : TIMES.contains(name) ? "time" : name;
    }

    private List<String> generated(SchemaObject expected, SchemaObject found) {
        ObjectId id = expected.id();
        String column = "alter table " + id.containerName() + " alter column " + id.name();
        String wantedSort = sort(expected);
        String foundSort = sort(found);
        if (wantedSort.isEmpty() && foundSort.equals("stored")) {
            return List.of(column + " drop expression");
        }
        if (wantedSort.equals(foundSort) && serverMajor >= SETS_EXPRESSIONS) {
            String expression = expected.property("generated").substring(wantedSort.length() + 1);
            return List.of(column + " set expression as " + expression);
        }
        return Stream.concat(
                        Stream.of("alter table " + id.containerName() + " drop column " + id.name()),
                        wanted.make(expected).stream())
                .toList();
    }

    private static String sort(SchemaObject column) {
        String generated = column.property("generated");
        return generated.isEmpty() ? "" : generated.substring(0, generated.indexOf(' '));
    }

    private static List<String> identity(SchemaObject expected, SchemaObject found) {
        ObjectId id = expected.id();
        String column = "alter table " + id.containerName() + " alter column " + id.name();
        String value = expected.property("identity");
        if (value.isEmpty()) {
            return List.of(column + " drop identity");
        }
        return List.of(
                found.property("identity").isEmpty()
                        ? column + " add generated " + value + " as identity (" + expected.property("identity_sequence")
                                + ")"
                        : column + " set generated " + value);
    }
}
