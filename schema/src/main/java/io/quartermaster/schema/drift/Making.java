package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements that make an object as a catalogue has it, and those that drop it. */
final class Making {

    private static final Map<ObjectKind, String> EVERYBODYS = Map.of(
            ObjectKind.FUNCTION, "execute",
            ObjectKind.PROCEDURE, "execute",
            ObjectKind.ENUM, "usage",
            ObjectKind.RANGE_TYPE, "usage",
            ObjectKind.COMPOSITE_TYPE, "usage",
            ObjectKind.DOMAIN, "usage");

    private final Catalogue catalogue;

    Making(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** With all that is in it, its rights and its comment. */
    List<String> make(SchemaObject object) {
        List<String> statements = new ArrayList<>();
        ObjectId id = object.id();
        switch (id.kind()) {
            case TABLE -> table(object, statements);
            case COLUMN -> statements.add("alter table " + id.containerName() + " add column " + object.definition());
            case CONSTRAINT -> statements.add(constraint(object));
            case INDEX -> statements.add(index(object));
            case POLICY ->
                statements.add("create policy " + id.name() + " on " + id.containerName() + object.definition());
            case GRANT -> statements.add(Rights.grant(object, owner(object)));
            case DEFAULT_PRIVILEGE -> statements.add(Rights.byDefault(object, true));
            default -> statements.add(object.definition());
            case AGGREGATE, OTHER -> {
                return List.of(); // nothing that PostgreSQL writes
            }
        }
        besides(object, statements);
        return statements;
    }

    /** Empty where only a person can say how. */
    List<String> drop(SchemaObject object) {
        ObjectId id = object.id();
        return switch (id.kind()) {
            case COLUMN -> List.of("alter table " + id.containerName() + " drop column " + id.name());
            case CONSTRAINT -> List.of("alter " + id.container() + " drop constraint " + id.name());
            case INDEX ->
                List.of("drop index " + (isPartitioned(id) ? "" : "concurrently ") + schemaOf(id) + "." + id.name());
            case TRIGGER, RULE, POLICY ->
                List.of("drop " + id.kind().word() + " " + id.name() + " on " + id.containerName());
            case GRANT -> List.of(Rights.revoke(object, owner(object)));
            case DEFAULT_PRIVILEGE -> List.of(Rights.byDefault(object, false));
            case RANGE_TYPE, COMPOSITE_TYPE, ENUM -> List.of("drop type " + id.qualified());
            case SEQUENCE -> List.of("drop sequence if exists " + id.qualified()); // gone already with what owned it
            default -> List.of("drop " + id.kind().word() + " " + id.qualified());
            case OTHER -> List.of();
        };
    }

    /** As {@code alter} and {@code comment on} name it. */
    static String named(ObjectId id) {
        return switch (id.kind()) {
            case CONSTRAINT ->
                "constraint " + id.name() + " on "
                        + (id.container().startsWith("domain ") ? id.container() : id.containerName());
            case TRIGGER, RULE, POLICY -> id.kind().word() + " " + id.name() + " on " + id.containerName();
            case INDEX -> "index " + schemaOf(id) + "." + id.name();
            case ENUM, RANGE_TYPE, COMPOSITE_TYPE -> "type " + id.qualified();
            default -> id.kind().word() + " " + id.qualified();
        };
    }

    /** Of what lies in a table. */
    static String schemaOf(ObjectId id) {
        String table = id.containerName();
        return table.substring(0, table.indexOf('.', table.startsWith("\"") ? table.indexOf('"', 1) : 0));
    }

    static String comment(SchemaObject object) {
        String text = object.property("comment");
        return "comment on " + named(object.id()) + " is " + (text.isEmpty() ? "null" : literal(text));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Its indexes and other parts, without its rights. */
    List<SchemaObject> inside(SchemaObject object) {
        return catalogue.in(object.id()).stream()
                .filter(part -> part.id().kind() != ObjectKind.GRANT)
                .toList();
    }

    /** Who owns what a right is for. */
    String owner(SchemaObject right) {
        String container = right.id().container();
        String holder = container.startsWith("column ")
                ? "table " + container.substring(7, container.lastIndexOf('.'))
                : container;
        return catalogue.objects().stream()
                .filter(object -> object.id().toString().equals(holder))
                .map(object -> object.property("owner"))
                .findFirst()
                .orElse("current_user");
    }

    private void table(SchemaObject table, List<String> statements) {
        ObjectId id = table.id();
        List<SchemaObject> parts = catalogue.in(id);
        String unlogged = table.is("persistence", "unlogged") ? "unlogged " : "";
        if (table.property("partition_of").isEmpty()) {
            String columns = parts.stream()
                    .filter(part -> part.id().kind() == ObjectKind.COLUMN)
                    .sorted(Comparator.comparingInt(part -> Integer.parseInt(part.property("position"))))
                    .map(part -> "    " + part.definition())
                    .collect(Collectors.joining(",\n"));
            statements.add("create " + unlogged + "table " + id.qualified() + " (\n" + columns + "\n)"
                    + (table.definition().isEmpty() ? "" : " " + table.definition())
                    + (table.property("storage_parameters").isEmpty()
                            ? ""
                            : " with (" + table.property("storage_parameters") + ")"));
        } else {
            statements.add("create " + unlogged + "table " + id.qualified() + " partition of "
                    + table.property("partition_of") + " " + table.property("partition_bound"));
        }
        parts.stream()
                .filter(part ->
                        part.id().kind() != ObjectKind.COLUMN && part.id().kind() != ObjectKind.GRANT)
                .filter(part -> !isInherited(table, part))
                .sorted(Comparator.comparing(Making::isForeignKey).thenComparing(SchemaObject::id))
                .forEach(part -> statements.addAll(make(part)));
        if (table.is("row_security", "enabled")) {
            statements.add("alter table " + id.qualified() + " enable row level security");
        }
        if (table.is("row_security_forced", "true")) {
            statements.add("alter table " + id.qualified() + " force row level security");
        }
        if (!table.is("replica_identity", "d")) {
            statements.addAll(TableRepairs.change(table, table, "replica_identity"));
        }
    }

    /** They come last, for they need the keys, and what they refer to may be unique by an index. */
    private static boolean isForeignKey(SchemaObject part) {
        return part.is("type", "foreign key");
    }

    private boolean isInherited(SchemaObject table, SchemaObject part) {
        String parent = table.property("partition_of");
        return !parent.isEmpty()
                && catalogue
                        .find(new ObjectId(
                                part.id().kind(), "table " + parent, part.id().name()))
                        .isPresent();
    }

    private static String constraint(SchemaObject constraint) {
        ObjectId id = constraint.id();
        return "alter " + id.container() + " add constraint " + id.name() + " " + constraint.definition();
    }

    private String index(SchemaObject index) {
        String unique = index.is("unique", "true") ? "create unique index " : "create index ";
        String rest = index.definition().substring(unique.length());
        return isPartitioned(index.id())
                ? unique + rest.replaceFirst(" ON ONLY ", " ON ")
                : unique + "concurrently " + rest;
    }

    boolean isPartitioned(ObjectId part) {
        return catalogue.objects().stream()
                .anyMatch(object -> object.id().toString().equals(part.container())
                        && !object.property("partition_key").isEmpty());
    }

    private void besides(SchemaObject object, List<String> statements) {
        String owner = object.property("owner");
        ObjectId id = object.id();
        if (!owner.isEmpty() && id.kind() != ObjectKind.SCHEMA) {
            statements.add("alter " + named(id) + " owner to " + owner);
        }
        if (!object.property("comment").isEmpty()) {
            statements.add(comment(object));
        }
        if (!object.property("owned_by").isEmpty()) {
            statements.add("alter sequence " + id.qualified() + " owned by " + object.property("owned_by"));
        }
        if (id.kind() != ObjectKind.TABLE && id.kind() != ObjectKind.SCHEMA) {
            inside(object).forEach(part -> statements.addAll(make(part)));
        }
        rights(id, statements);
    }

    /** What is made anew is everybody's to execute or to use, unless that is taken away. */
    private void rights(ObjectId id, List<String> statements) {
        List<SchemaObject> rights = catalogue.in(id).stream()
                .filter(part -> part.id().kind() == ObjectKind.GRANT)
                .toList();
        String everybodys = EVERYBODYS.getOrDefault(id.kind(), "");
        if (!everybodys.isEmpty()
                && rights.stream().noneMatch(right -> right.id().name().equals(everybodys + " to public"))) {
            statements.add("revoke " + everybodys + " on " + named(id) + " from public");
        }
        rights.stream()
                .filter(right -> !right.id().name().endsWith(" to its owner"))
                .forEach(right -> statements.addAll(make(right)));
    }
}
