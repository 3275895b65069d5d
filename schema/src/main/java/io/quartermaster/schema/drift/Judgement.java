package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.Locale;
import java.util.Set;

/**
 * What a difference means.
 *
 * @param kind what it is called, in words with underscores
 */
record Judgement(Severity severity, String kind, String consequence) {

    /** Properties that change how something is kept, not what it is. */
    private static final Set<String> OF_KEEPING = Set.of(
            "storage",
            "compression",
            "statistics_target",
            "options",
            "position",
            "comment",
            "storage_parameters",
            "tablespace",
            "access_method",
            "cache");

    private static final Set<ObjectKind> MISSED_BY_NOBODY =
            Set.of(ObjectKind.STATISTICS, ObjectKind.DEFAULT_PRIVILEGE, ObjectKind.OTHER);

    private static final Set<ObjectKind> NAMED_BY_MIGRATIONS_ONLY =
            Set.of(ObjectKind.STATISTICS, ObjectKind.TRIGGER, ObjectKind.RULE, ObjectKind.POLICY);

    static Judgement of(Difference difference) {
        return switch (difference) {
            case Difference.Missing(SchemaObject expected) ->
                new Judgement(whenMissing(expected), word(expected) + "_missing", Consequences.ofMissing(expected));
            case Difference.Unexpected(SchemaObject found) ->
                new Judgement(whenUnexpected(found), word(found) + "_unexpected", Consequences.ofUnexpected(found));
            case Difference.Renamed(SchemaObject expected, SchemaObject there) ->
                new Judgement(whenRenamed(expected), word(there) + "_renamed", Consequences.ofRenamed(expected));
            case Difference.Changed changed ->
                new Judgement(whenChanged(changed), changeKind(changed), Consequences.ofChanged(changed));
        };
    }

    private static Severity whenMissing(SchemaObject object) {
        if (object.id().kind() == ObjectKind.INDEX) {
            return ofIndex(object);
        }
        return MISSED_BY_NOBODY.contains(object.id().kind()) ? Severity.WARNING : Severity.BLOCKING;
    }

    private static Severity whenUnexpected(SchemaObject object) {
        return switch (object.id().kind()) {
            case POLICY -> Severity.BLOCKING;
            case COLUMN -> refusesInserts(object) ? Severity.BLOCKING : Severity.WARNING;
            case SCHEMA, EXTENSION, STATISTICS -> Severity.ADVICE;
            default -> Severity.WARNING;
        };
    }

    private static boolean refusesInserts(SchemaObject column) {
        return column.is("not_null", "true")
                && column.property("default").isEmpty()
                && column.property("generated").isEmpty()
                && column.property("identity").isEmpty();
    }

    private static Severity whenRenamed(SchemaObject object) {
        if (object.id().kind() == ObjectKind.INDEX) {
            return ofIndex(object);
        }
        return NAMED_BY_MIGRATIONS_ONLY.contains(object.id().kind()) ? Severity.WARNING : Severity.BLOCKING;
    }

    /** A unique one is a constraint, whose name the server knows. */
    private static Severity ofIndex(SchemaObject index) {
        return index.is("unique", "true") ? Severity.BLOCKING : Severity.WARNING;
    }

    private static Severity whenChanged(Difference.Changed changed) {
        String property = changed.first();
        if (OF_KEEPING.contains(property)) {
            return Severity.ADVICE;
        }
        if (Set.of("owner", "replica_identity", "validated", "version", "populated", "grantable")
                .contains(property)) {
            return Severity.WARNING;
        }
        SchemaObject expected = changed.expected();
        return expected.id().kind() == ObjectKind.INDEX
                        && expected.is("unique", "false")
                        && changed.found().is("unique", "false")
                ? Severity.WARNING
                : Severity.BLOCKING;
    }

    private static String changeKind(Difference.Changed changed) {
        String word = word(changed.expected());
        return switch (changed.first()) {
            case "validity" -> word + (changed.found().is("validity", "invalid") ? "_invalid" : "_validity_changed");
            case "validated" -> word + (changed.found().is("validated", "false") ? "_not_validated" : "_validated");
            case "row_security" -> "row_security_" + changed.found().property("row_security");
            case "enabled" -> word + (changed.found().is("enabled", "no") ? "_disabled" : "_enabled_changed");
            default -> word + "_" + changed.first() + "_changed";
        };
    }

    /** A constraint is called by what sort it is. */
    private static String word(SchemaObject object) {
        String word = object.id().kind() == ObjectKind.CONSTRAINT
                ? object.property("type")
                : object.id().kind().word();
        return word.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
