package io.quartermaster.schema.code;

import java.util.Map;
import java.util.Set;

/** Which types of PostgreSQL hold the values of which Java type; never {@code json} for {@code jsonb}, nor a time without its zone. */
final class JavaTypes {

    private static final Map<String, Set<String>> EXACT = Map.ofEntries(
            Map.entry("UUID", Set.of("uuid")),
            Map.entry("String", Set.of("text", "varchar", "bpchar", "name")),
            Map.entry("Long", Set.of("int8")),
            Map.entry("Integer", Set.of("int4")),
            Map.entry("Short", Set.of("int2")),
            Map.entry("Boolean", Set.of("bool")),
            Map.entry("byte[]", Set.of("bytea")),
            Map.entry("Instant", Set.of("timestamptz")),
            Map.entry("OffsetDateTime", Set.of("timestamptz")),
            Map.entry("LocalDateTime", Set.of("timestamp")),
            Map.entry("LocalDate", Set.of("date")),
            Map.entry("JSONB", Set.of("jsonb")),
            Map.entry("BigDecimal", Set.of("numeric")),
            Map.entry("Double", Set.of("float8")));

    /** Where every value fits, too. */
    private static final Map<String, Set<String>> WIDER = Map.of(
            "Short", Set.of("int4", "int8", "numeric"),
            "Integer", Set.of("int8", "numeric"),
            "Long", Set.of("numeric"));

    /** PostgreSQL counts in {@code int8} what jOOQ calls an Integer. */
    private static final Set<String> WHOLE_NUMBERS = Set.of("int2", "int4", "int8");

    private JavaTypes() {}

    /** Whether a parameter that the database takes for {@code found} may be given as the Java type; every type may be null. */
    static boolean fitsParameter(String java, String found) {
        if (java.endsWith("[]") && !java.equals("byte[]")) {
            return found.startsWith("_") && fitsParameter(element(java), found.substring(1));
        }
        return java.equals("Object")
                || EXACT.getOrDefault(java, Set.of()).contains(found)
                || WIDER.getOrDefault(java, Set.of()).contains(found);
    }

    /** @param column whether it is a table's column rather than something worked out */
    static boolean fitsResult(String java, String found, boolean column) {
        if (java.endsWith("[]") && !java.equals("byte[]")) {
            return found.startsWith("_") && fitsResult(element(java), found.substring(1), column);
        }
        return java.equals("Object")
                || EXACT.getOrDefault(java, Set.of()).contains(found)
                || (!column && WHOLE_NUMBERS.contains(found) && (java.equals("Integer") || java.equals("Long")));
    }

    /** What should be there, for a person. */
    static String expected(String java) {
        if (java.endsWith("[]") && !java.equals("byte[]")) {
            return expected(element(java)) + "[]";
        }
        Set<String> types = EXACT.getOrDefault(java, Set.of());
        return types.contains("text")
                ? "text"
                : types.isEmpty() ? "a type for " + java : types.iterator().next();
    }

    /** The type as people write it. */
    static String shown(String type) {
        return type.startsWith("_") ? type.substring(1) + "[]" : type;
    }

    private static String element(String array) {
        return array.substring(0, array.length() - "[]".length());
    }
}
