package io.quartermaster.schema.repair;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows are the same, and which of them is kept.
 *
 * @param key what is to be unique; a row with null in it is the same as no other
 * @param keepFirst SQL to order by, such as {@code updated_at desc nulls last, id desc}: the first is kept
 */
public record DuplicateRule(List<Key> key, String keepFirst) {
    public DuplicateRule {
        key = List.copyOf(key);
        if (key.isEmpty() || keepFirst.isBlank()) {
            throw new IllegalArgumentException("A rule for duplicates needs a key and an order");
        }
    }

    /**
     * A column of the key.
     *
     * @param canonical SQL for the one spelling of its value, such as {@code lower(email)}; what two rows agree in makes
     *     them the same
     */
    public record Key(String column, String canonical) {
        /** Of which every value is its own spelling. */
        public static Key of(String column) {
            return new Key(column, column);
        }
    }

    /** The rule as a window over a table's rows: its first row is the one that is kept. */
    public String window() {
        return "(partition by " + canonical(", ") + " order by " + keepFirst + ")";
    }

    String canonical(String separator) {
        return key.stream().map(Key::canonical).collect(Collectors.joining(separator));
    }

    /** The condition for a row to be the same as any other. */
    String whole() {
        return key.stream()
                .map(part -> "(" + part.canonical() + ") is not null")
                .collect(Collectors.joining(" and "));
    }

    /** The condition for a row to be in another spelling. */
    String uncanonical() {
        return key.stream()
                .map(part -> part.column() + " is distinct from (" + part.canonical() + ")")
                .collect(Collectors.joining(" or "));
    }

    String canonicalise() {
        return key.stream()
                .map(part -> part.column() + " = (" + part.canonical() + ")")
                .collect(Collectors.joining(", "));
    }
}
