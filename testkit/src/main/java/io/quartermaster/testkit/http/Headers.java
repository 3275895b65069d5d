package io.quartermaster.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header fields of a message as they came over the wire: order, case and repetition kept. */
public record Headers(List<Field> fields) {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    /** One header line. */
    public record Field(String name, String value) {}

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** These fields without those of that name, and then the field. */
    public Headers with(String name, String value) {
        List<Field> changed = new ArrayList<>(without(name).fields);
        changed.add(new Field(name, value));
        return new Headers(changed);
    }

    public Headers without(String name) {
        return new Headers(fields.stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList());
    }

    /** Whether a comma separated field holds the token, as {@code Connection: close} does. */
    public boolean hasToken(String name, String token) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(part -> part.strip().equalsIgnoreCase(token));
    }
}
