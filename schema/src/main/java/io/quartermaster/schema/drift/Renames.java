package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Sees that what is missing and what is unexpected are one thing under two names. */
final class Renames {

    /** From the whole to its parts: with a table renamed, its columns are in their place again. */
    private static final List<ObjectKind> KINDS = List.of(
            ObjectKind.SCHEMA,
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE_TYPE,
            ObjectKind.TABLE,
            ObjectKind.SEQUENCE,
            ObjectKind.COLUMN,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.CONSTRAINT,
            ObjectKind.INDEX,
            ObjectKind.STATISTICS,
            ObjectKind.TRIGGER,
            ObjectKind.RULE,
            ObjectKind.POLICY);

    /** What a name is part of, or what may well have changed besides. */
    private static final String[] BESIDES = {"definition", "comment", "owner", "owned_by", "statistics_target"};

    private static final Set<ObjectKind> HOLDERS = Set.of(ObjectKind.SCHEMA, ObjectKind.TABLE);

    private static final Set<ObjectKind> TOLD_BY_DEFINITION =
            Set.of(ObjectKind.TRIGGER, ObjectKind.RULE, ObjectKind.STATISTICS);

    private final Catalogue expected;
    private final Catalogue found;

    private Renames(Catalogue expected, Catalogue found) {
        this.expected = expected;
        this.found = found;
    }

    /** One, the outermost; the others are looked for when this one is mended. */
    static Optional<Difference.Renamed> findFirst(
            Catalogue expected, Catalogue found, Predicate<Difference.Renamed> wanted) {
        return new Renames(expected, found).first(wanted);
    }

    private Optional<Difference.Renamed> first(Predicate<Difference.Renamed> counts) {
        for (ObjectKind kind : KINDS) {
            List<SchemaObject> missing = only(expected, found, kind);
            List<SchemaObject> added = only(found, expected, kind);
            for (SchemaObject wanted : missing) {
                List<SchemaObject> same =
                        added.stream().filter(there -> same(wanted, there)).toList();
                if (same.size() == 1
                        && missing.stream()
                                        .filter(other -> same(other, same.getFirst()))
                                        .count()
                                == 1) {
                    Difference.Renamed renamed = new Difference.Renamed(wanted, same.getFirst());
                    if (counts.test(renamed)) {
                        return Optional.of(renamed);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<SchemaObject> only(Catalogue one, Catalogue other, ObjectKind kind) {
        return one.objects().stream()
                .filter(object ->
                        object.id().kind() == kind && other.find(object.id()).isEmpty())
                .toList();
    }

    private boolean same(SchemaObject wanted, SchemaObject there) {
        ObjectId id = wanted.id();
        return id.container().equals(there.id().container())
                && arguments(id).equals(arguments(there.id()))
                && wanted.propertiesWithout(BESIDES).equals(there.propertiesWithout(BESIDES))
                && withoutName(wanted).equals(withoutName(there))
                && (!HOLDERS.contains(id.kind()) || sameInside(wanted, there));
    }

    /** A trigger and a rule are told by their definition only, which has their name in it. */
    private static String withoutName(SchemaObject object) {
        return TOLD_BY_DEFINITION.contains(object.id().kind())
                ? object.property("definition")
                        .replaceFirst(Pattern.quote(object.id().name()), "")
                : "";
    }

    private static String arguments(ObjectId id) {
        int start = id.name().indexOf('(');
        return id.kind() == ObjectKind.FUNCTION || id.kind() == ObjectKind.PROCEDURE
                ? id.name().substring(start)
                : "";
    }

    /** The same columns of the same types; of a schema, things of the same names. */
    private boolean sameInside(SchemaObject wanted, SchemaObject there) {
        Map<ObjectId, String> inside = inside(expected, wanted.id(), wanted.id());
        return !inside.isEmpty() && inside.equals(inside(found, there.id(), wanted.id()));
    }

    private static Map<ObjectId, String> inside(Catalogue catalogue, ObjectId container, ObjectId under) {
        Map<ObjectId, String> inside = new TreeMap<>();
        for (SchemaObject object : catalogue.in(container)) {
            ObjectId id = object.id();
            if (container.kind() == ObjectKind.TABLE ? id.kind() == ObjectKind.COLUMN : id.kind() != ObjectKind.GRANT) {
                inside.put(new ObjectId(id.kind(), under.toString(), id.name()), object.property("type"));
            }
        }
        return inside;
    }
}
