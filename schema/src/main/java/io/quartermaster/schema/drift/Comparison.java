package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares two catalogues of one server, word by word. */
final class Comparison {

    private static final String DEFINITION = "definition";
    private static final String POSITION = "position";

    /** Properties of one object that one statement mends together; a column's stand each for itself. */
    private static final Set<ObjectKind> REMADE = Set.of(
            ObjectKind.CONSTRAINT,
            ObjectKind.INDEX,
            ObjectKind.POLICY,
            ObjectKind.TRIGGER,
            ObjectKind.RULE,
            ObjectKind.STATISTICS,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.SEQUENCE);

    /** These are mended by a statement of their own even there. */
    private static final Set<String> BY_THEMSELVES =
            Set.of("comment", "owner", "validated", "validity", "enabled", "owned_by");

    /** What PostgreSQL's definition of an object does not tell. */
    private static final Set<String> BESIDE_DEFINITION = Set.of("comment", "owner", "enabled", "validity");

    /** Changed in place: owner and comment stay as they are. */
    private static final Set<ObjectKind> REPLACED =
            Set.of(ObjectKind.SEQUENCE, ObjectKind.FUNCTION, ObjectKind.PROCEDURE);

    /** What says most about a change comes first; the rest by name. */
    private static final List<String> TELLING = List.of(
            "type",
            "validity",
            "unique",
            "columns",
            "references",
            "referenced_columns",
            "query",
            "body",
            "returns",
            "volatility",
            "security");

    private final Catalogue expected;
    private final Catalogue found;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Catalogue expected, Catalogue found) {
        this.expected = expected;
        this.found = found;
    }

    /** In an order in which they can be mended: what is to be made, from the whole to its parts, then what is to go, parts first. */
    static List<Difference> of(Catalogue expected, Catalogue found) {
        Comparison comparison = new Comparison(expected, found);
        comparison.missingAndChanged();
        comparison.unexpected();
        return comparison.differences.stream()
                .filter(difference -> !comparison.isToldOfParent(difference))
                .toList();
    }

    /** A change of a partitioned table is one of each of its partitions too, which have it from there. */
    private boolean isToldOfParent(Difference difference) {
        ObjectId id = difference.id();
        if (id.kind() != ObjectKind.COLUMN && id.kind() != ObjectKind.CONSTRAINT) {
            return false;
        }
        return Stream.of(expected, found)
                .flatMap(catalogue -> catalogue.parents(id.container()).stream())
                .map(parent -> new ObjectId(id.kind(), parent, id.name()))
                .anyMatch(inParent -> differences.stream()
                        .anyMatch(other -> other.id().equals(inParent) && isAlike(other, difference)));
    }

    private static boolean isAlike(Difference one, Difference other) {
        return switch (one) {
            case Difference.Changed changed ->
                other instanceof Difference.Changed same && same.properties().equals(changed.properties());
            case Difference.Missing _ -> other instanceof Difference.Missing;
            case Difference.Unexpected _ -> other instanceof Difference.Unexpected;
            case Difference.Renamed _ -> other instanceof Difference.Renamed;
        };
    }

    private void missingAndChanged() {
        Set<String> gone = names(expected, found);
        for (SchemaObject object : expected.objects()) {
            ObjectId id = object.id();
            if (found.find(id).isPresent()) {
                changed(object, found.require(id));
            } else if (!saidWith(id, gone)) {
                differences.add(new Difference.Missing(object));
            }
        }
    }

    private void unexpected() {
        Set<String> added = names(found, expected);
        List<Difference> unexpected = new ArrayList<>();
        for (SchemaObject object : found.objects()) {
            if (expected.find(object.id()).isEmpty() && !saidWith(object.id(), added)) {
                unexpected.add(new Difference.Unexpected(object));
            }
        }
        differences.addAll(unexpected.reversed());
    }

    /** Of what only the first has. */
    private static Set<String> names(Catalogue of, Catalogue other) {
        return of.ids().stream()
                .filter(id -> other.find(id).isEmpty())
                .map(ObjectId::toString)
                .collect(Collectors.toSet());
    }

    /** What is in a table comes and goes with it; what is in a schema is told for itself, but for its rights. */
    private static boolean saidWith(ObjectId id, Set<String> containers) {
        return containers.contains(id.container())
                && (!id.container().startsWith(ObjectKind.SCHEMA.word() + " ") || id.kind() == ObjectKind.GRANT);
    }

    private void changed(SchemaObject wanted, SchemaObject there) {
        Set<String> names =
                new TreeSet<>(Comparator.comparingInt(Comparison::rank).thenComparing(name -> name));
        Stream.concat(wanted.properties().keySet().stream(), there.properties().keySet().stream())
                .filter(name -> !wanted.property(name).equals(there.property(name)))
                .forEach(names::add);
        if (names.stream().anyMatch(name -> !name.equals(DEFINITION) && !BESIDE_DEFINITION.contains(name))) {
            names.remove(DEFINITION); // the others say it in words
        }
        if (names.remove(POSITION) && !sameOrder(wanted.id(), there)) {
            differences.add(new Difference.Changed(wanted, there, List.of(POSITION)));
        }
        if (names.contains("identity")) {
            names.remove("identity_sequence");
        }
        if (names.contains("partition_of")) {
            names.remove("partition_bound");
        }
        if (!REMADE.contains(wanted.id().kind())) {
            names.forEach(name -> differences.add(new Difference.Changed(wanted, there, List.of(name))));
            return;
        }
        Set<String> together = new LinkedHashSet<>(names);
        together.removeAll(BY_THEMSELVES);
        if (!together.isEmpty()) {
            differences.add(new Difference.Changed(wanted, there, List.copyOf(together)));
            if (!REPLACED.contains(wanted.id().kind())) {
                return; // made anew, and with it all of the rest
            }
        }
        names.removeAll(together);
        names.forEach(name -> differences.add(new Difference.Changed(wanted, there, List.of(name))));
    }

    private static int rank(String property) {
        int place = TELLING.indexOf(property);
        return place < 0 ? TELLING.size() : place;
    }

    /** Told of one column only: the first that is out of its order among those that both tables have. */
    private boolean sameOrder(ObjectId column, SchemaObject there) {
        List<String> wanted = order(expected, found, column);
        List<String> actual = order(found, expected, column);
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(actual.get(i))) {
                return !wanted.get(i).equals(there.id().name());
            }
        }
        return true;
    }

    private static List<String> order(Catalogue of, Catalogue other, ObjectId column) {
        return of.objects().stream()
                .filter(object -> object.id().kind() == ObjectKind.COLUMN
                        && object.id().container().equals(column.container())
                        && other.find(object.id()).isPresent())
                .sorted(Comparator.comparingInt(object -> Integer.parseInt(object.property(POSITION))))
                .map(object -> object.id().name())
                .toList();
    }
}
