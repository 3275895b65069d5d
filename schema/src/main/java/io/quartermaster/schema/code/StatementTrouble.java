package io.quartermaster.schema.code;

import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One thing that one statement stumbles over; many statements may stumble over the same. */
record StatementTrouble(String method, String kind, String object, String expected, String found) {

    /** One finding for each thing, naming everybody who stumbles over it. */
    static List<Finding> findings(Collection<StatementTrouble> troubles) {
        Map<String, SortedSet<String>> methods = new LinkedHashMap<>();
        Map<String, StatementTrouble> things = new LinkedHashMap<>();
        for (StatementTrouble trouble : troubles) {
            String thing = trouble.kind() + " " + trouble.object();
            methods.computeIfAbsent(thing, _ -> new TreeSet<>()).add(trouble.method());
            things.merge(thing, trouble, (one, other) -> one.expected().isEmpty() ? other : one);
        }
        return things.entrySet().stream()
                .map(thing -> thing.getValue().finding(methods.getOrDefault(thing.getKey(), new TreeSet<>())))
                .toList();
    }

    private Finding finding(SortedSet<String> methods) {
        return new Finding(
                Severity.BLOCKING,
                kind,
                object,
                expected,
                found,
                "These fail, or mistake what they read, when they are called: " + String.join(", ", methods),
                List.of());
    }
}
