package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a difference in words. */
final class Wording {

    private static final String NONE = "none";

    private Wording() {}

    static Finding of(Difference difference, List<String> repair) {
        Judgement judgement = Judgement.of(difference);
        return switch (difference) {
            case Difference.Missing(SchemaObject expected) ->
                finding(judgement, difference, description(expected), "", repair);
            case Difference.Unexpected(SchemaObject found) ->
                finding(judgement, difference, "", description(found), repair);
            case Difference.Renamed(SchemaObject expected, SchemaObject found) ->
                finding(judgement, difference, expected.id().name(), found.id().name(), repair);
            case Difference.Changed changed ->
                finding(
                        judgement,
                        difference,
                        properties(changed, changed.expected()),
                        properties(changed, changed.found()),
                        repair);
        };
    }

    private static Finding finding(
            Judgement judgement, Difference difference, String expected, String found, List<String> repair) {
        return new Finding(
                judgement.severity(),
                judgement.kind(),
                difference.id().toString(),
                expected,
                found,
                judgement.consequence(),
                repair);
    }

    private static String description(SchemaObject object) {
        if (object.id().kind() == ObjectKind.TABLE || object.definition().isEmpty()) {
            return object.id().toString();
        }
        return object.definition().strip();
    }

    /** One value by itself, several each with its name. */
    private static String properties(Difference.Changed changed, SchemaObject of) {
        if (changed.properties().size() == 1) {
            return orNone(of.property(changed.first()));
        }
        return changed.properties().stream()
                .map(property -> property.replace('_', ' ') + ": " + orNone(of.property(property)))
                .collect(Collectors.joining("; "));
    }

    private static String orNone(String value) {
        return value.isEmpty() ? NONE : value;
    }
}
