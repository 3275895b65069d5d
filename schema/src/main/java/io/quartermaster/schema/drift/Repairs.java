package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The statements that make of what was found what was expected. None where only a person can decide. */
final class Repairs {

    private final Making wanted;
    private final Making there;
    private final ColumnRepairs columns;

    /** @param serverMajor of the server that the statements are for */
    Repairs(Catalogue expected, Catalogue found, int serverMajor) {
        this.wanted = new Making(expected);
        this.there = new Making(found);
        this.columns = new ColumnRepairs(wanted, serverMajor);
    }

    List<String> of(Difference difference) {
        return switch (difference) {
            case Difference.Missing missing -> wanted.make(missing.expected());
            case Difference.Unexpected unexpected -> there.drop(unexpected.found());
            case Difference.Renamed renamed ->
                rename(renamed.found().id(), renamed.expected().id());
            case Difference.Changed changed -> change(changed);
        };
    }

    /** @param to of the same kind and in the same container */
    static List<String> rename(ObjectId from, ObjectId to) {
        return switch (from.kind()) {
            case COLUMN ->
                List.of("alter table " + from.containerName() + " rename column " + from.name() + " to " + to.name());
            case CONSTRAINT ->
                List.of("alter " + from.container() + " rename constraint " + from.name() + " to " + to.name());
            case FUNCTION, PROCEDURE ->
                List.of("alter " + Making.named(from) + " rename to "
                        + to.name().substring(0, to.name().indexOf('(')));
            case TRIGGER, RULE, POLICY ->
                List.of("alter " + from.kind().word() + " " + from.name() + " on " + from.containerName()
                        + " rename to " + to.name());
            default -> List.of("alter " + Making.named(from) + " rename to " + to.name());
            case EXTENSION, AGGREGATE, GRANT, DEFAULT_PRIVILEGE, OTHER -> List.of();
        };
    }

    private List<String> change(Difference.Changed changed) {
        SchemaObject expected = changed.expected();
        ObjectId id = expected.id();
        String property = changed.first();
        if (property.equals("comment")) {
            return List.of(Making.comment(expected));
        }
        if (property.equals("owner")) {
            return List.of("alter " + Making.named(id) + " owner to " + expected.property("owner"));
        }
        return switch (id.kind()) {
            case COLUMN -> columns.change(expected, changed.found(), property);
            case TABLE -> TableRepairs.change(expected, changed.found(), property);
            case ENUM -> labels(expected, changed.found());
            case DOMAIN -> domain(expected, property);
            case SEQUENCE -> sequence(expected, property);
            case EXTENSION -> extension(expected, property);
            case FUNCTION, PROCEDURE -> routine(changed);
            case TRIGGER, RULE -> property.equals("enabled") ? enabled(expected) : anew(changed);
            case GRANT -> grantable(expected);
            case CONSTRAINT -> constraint(changed, property);
            case INDEX ->
                property.equals("validity") && !there.isPartitioned(id)
                        ? List.of("reindex index concurrently " + Making.schemaOf(id) + "." + id.name())
                        : anew(changed);
            case POLICY, STATISTICS, VIEW, MATERIALIZED_VIEW -> anew(changed);
            case SCHEMA, RANGE_TYPE, COMPOSITE_TYPE, AGGREGATE, DEFAULT_PRIVILEGE, OTHER -> List.of();
        };
    }

    private List<String> anew(Difference.Changed changed) {
        return Stream.concat(there.drop(changed.found()).stream(), wanted.make(changed.expected()).stream())
                .toList();
    }

    private List<String> constraint(Difference.Changed changed, String property) {
        SchemaObject expected = changed.expected();
        if (property.equals("validated") && expected.is("validated", "true")) {
            return List.of("alter " + expected.id().container() + " validate constraint "
                    + expected.id().name());
        }
        if (property.equals("enabled") && expected.is("enabled", "yes")) {
            return Stream.of(expected.id().containerName(), expected.property("references"))
                    .filter(table -> !table.isEmpty())
                    .map(table -> "alter table " + table + " enable trigger all")
                    .toList();
        }
        return anew(changed);
    }

    /** A routine that keeps its shape is replaced, so that what uses it need not be dropped. */
    private List<String> routine(Difference.Changed changed) {
        boolean keepsItsShape = !changed.properties().contains("returns")
                && !changed.properties().contains("arguments");
        return keepsItsShape ? List.of(changed.expected().definition()) : anew(changed);
    }

    /** Labels can be added and renamed; none can be taken away. */
    static List<String> labels(SchemaObject expected, SchemaObject found) {
        List<String> wanted = words(expected.property("labels"));
        List<String> there = words(found.property("labels"));
        String type = "alter type " + expected.id().qualified();
        if (wanted.size() == there.size()) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                if (!wanted.get(i).equals(there.get(i))) {
                    if (there.contains(wanted.get(i))) {
                        return List.of();
                    }
                    statements.add(type + " rename value " + there.get(i) + " to " + wanted.get(i));
                }
            }
            return statements;
        }
        if (!wanted.containsAll(there)) {
            return List.of();
        }
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (!there.contains(wanted.get(i))) {
                String place =
                        i == 0 ? (there.isEmpty() ? "" : " before " + there.getFirst()) : " after " + wanted.get(i - 1);
                statements.add(type + " add value " + wanted.get(i) + place);
            }
        }
        return statements;
    }

    private static List<String> words(String labels) {
        return Arrays.asList(labels.split(", (?=')", -1));
    }

    private static List<String> domain(SchemaObject expected, String property) {
        String domain = "alter domain " + expected.id().qualified();
        return switch (property) {
            case "default" ->
                List.of(
                        expected.property(property).isEmpty()
                                ? domain + " drop default"
                                : domain + " set default " + expected.property(property));
            case "not_null" -> List.of(domain + (expected.is(property, "true") ? " set not null" : " drop not null"));
            default -> List.of();
        };
    }

    private static List<String> sequence(SchemaObject expected, String property) {
        String name = expected.id().qualified();
        if (property.equals("owned_by")) {
            String owner = expected.property(property);
            return List.of("alter sequence " + name + " owned by " + (owner.isEmpty() ? "none" : owner));
        }
        return List.of("alter sequence " + expected.definition().substring("create sequence ".length()));
    }

    private static List<String> extension(SchemaObject expected, String property) {
        String extension = "alter extension " + expected.id().name();
        return List.of(
                property.equals("schema")
                        ? extension + " set schema " + expected.property(property)
                        : extension + " update to " + Making.literal(expected.property(property)));
    }

    private static List<String> enabled(SchemaObject expected) {
        String word = switch (expected.property("enabled")) {
            case "no" -> "disable ";
            case "replica" -> "enable replica ";
            case "always" -> "enable always ";
            default -> "enable ";
        };
        ObjectId id = expected.id();
        return List.of(
                "alter table " + id.containerName() + " " + word + id.kind().word() + " " + id.name());
    }

    private List<String> grantable(SchemaObject expected) {
        String owner = wanted.owner(expected);
        return List.of(
                expected.is("grantable", "true")
                        ? Rights.grant(expected, owner)
                        : Rights.revokeOption(expected, owner));
    }
}
