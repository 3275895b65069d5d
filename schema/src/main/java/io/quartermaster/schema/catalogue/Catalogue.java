package io.quartermaster.schema.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All objects of a database that are not PostgreSQL's own or an extension's. */
public final class Catalogue {

    private final SortedMap<ObjectId, SchemaObject> objects;

    private Catalogue(SortedMap<ObjectId, SchemaObject> objects) {
        this.objects = Collections.unmodifiableSortedMap(objects);
    }

    public static Catalogue of(Collection<SchemaObject> objects) {
        SortedMap<ObjectId, SchemaObject> byId = new TreeMap<>();
        objects.forEach(object -> byId.put(object.id(), object));
        return new Catalogue(byId);
    }

    public Set<ObjectId> ids() {
        return objects.keySet();
    }

    public Collection<SchemaObject> objects() {
        return objects.values();
    }

    public Optional<SchemaObject> find(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }

    public SchemaObject require(ObjectId id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("There is no " + id));
    }

    /** What is directly in an object. */
    public List<SchemaObject> in(ObjectId container) {
        String name = container.toString();
        return objects.values().stream()
                .filter(object -> object.id().container().equals(name))
                .toList();
    }

    /** What a table has columns and constraints from: of a partition the whole, else what it inherits; as containers are named. */
    public List<String> parents(String table) {
        return objects.values().stream()
                .filter(object -> object.id().kind() == ObjectKind.TABLE
                        && object.id().toString().equals(table))
                .flatMap(object -> Stream.of(object.property("partition_of"), object.property("inherits")))
                .flatMap(names -> Stream.of(names.split(", ", -1)))
                .filter(name -> !name.isEmpty())
                .map(name -> ObjectKind.TABLE.word() + " " + name)
                .toList();
    }

    /** Without some objects and what is in them. */
    public Catalogue without(Predicate<ObjectId> left) {
        SortedMap<ObjectId, SchemaObject> rest = new TreeMap<>(objects);
        boolean more = true;
        Set<String> gone = new java.util.HashSet<>();
        while (more) {
            more = rest.keySet()
                    .removeIf(id -> (left.test(id) || gone.contains(id.container())) && gone.add(id.toString()));
        }
        return new Catalogue(rest);
    }

    Map<ObjectId, SchemaObject> asMap() {
        return objects;
    }
}
