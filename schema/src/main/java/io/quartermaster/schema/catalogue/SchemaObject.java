package io.quartermaster.schema.catalogue;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object of a schema.
 *
 * @param definition what PostgreSQL writes to make it, or the part of it that cannot be made of the properties
 * @param properties by name, in PostgreSQL's spelling; what an object does not have is absent
 */
public record SchemaObject(ObjectId id, String definition, SortedMap<String, String> properties) {

    public SchemaObject {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** Empty for what it does not have. */
    public String property(String name) {
        return properties.getOrDefault(name, "");
    }

    public boolean is(String property, String value) {
        return property(property).equals(value);
    }

    /** With some properties left out. */
    public Map<String, String> propertiesWithout(String... names) {
        Map<String, String> rest = new TreeMap<>(properties);
        for (String name : names) {
            rest.remove(name);
        }
        return rest;
    }
}
