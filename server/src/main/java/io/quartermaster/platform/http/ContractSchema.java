package io.quartermaster.platform.http;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A schema of the contract, which says in the words of the house what is wrong with a value. */
final class ContractSchema {

    private final ContractDocument document;
    private final List<String> path;

    ContractSchema(ContractDocument document, List<String> path) {
        this.document = document;
        this.path = List.copyOf(path);
    }

    /** Every mistake in the value; {@code root} is how errors call the value itself, empty for a body. */
    List<FieldError> check(JsonNode value, String root) {
        List<Error> errors = document.compile(path).validate(value);
        if (errors.isEmpty()) {
            return List.of();
        }
        Set<String> wrongType = new HashSet<>();
        Set<String> wrongLength = new HashSet<>();
        boolean branchesPass = true;
        for (Error error : errors) {
            String place = error.getInstanceLocation().toString();
            switch (error.getKeyword()) {
                case "type" -> wrongType.add(place);
                case "minLength", "maxLength" -> wrongLength.add(place);
                default -> {}
            }
            branchesPass &= error.getKeyword().equals("unevaluatedProperties");
        }
        Set<FieldError> found = new LinkedHashSet<>(); // a format and a pattern may say the same
        for (Error error : errors) {
            String place = error.getInstanceLocation().toString();
            boolean follows = switch (error.getKeyword()) {
                case "type" -> false;
                case "pattern", "format" -> wrongType.contains(place) || wrongLength.contains(place);
                // a branch of allOf that fails takes its fields with it, and all of them look unknown then
                case "unevaluatedProperties" -> !branchesPass;
                default -> wrongType.contains(place);
            };
            if (!follows && !insideAlternative(error)) {
                found.add(SchemaMistake.of(error, document).at(fieldName(error, root)));
            }
        }
        if (found.isEmpty()) { // what is wrong is never passed over, even where only branches complain
            found.add(SchemaMistake.of(errors.getFirst(), document).at(fieldName(errors.getFirst(), root)));
        }
        return List.copyOf(found);
    }

    /** Each branch of a choice has its own complaints; only that of the choice as a whole helps. */
    private static boolean insideAlternative(Error error) {
        NodePath evaluation = error.getEvaluationPath();
        for (int i = 0; i < evaluation.getNameCount() - 1; i++) {
            String name = String.valueOf(evaluation.getElement(i));
            if (name.equals("oneOf") || name.equals("anyOf")) {
                return true;
            }
        }
        return false;
    }

    private static String fieldName(Error error, String root) {
        StringBuilder name = new StringBuilder(root);
        NodePath location = error.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            if (element instanceof Integer index) {
                name.append('[').append(index).append(']');
            } else {
                append(name, String.valueOf(element));
            }
        }
        String property = error.getProperty();
        if (property != null) {
            append(name, property);
        }
        return name.isEmpty() ? "body" : name.toString();
    }

    private static void append(StringBuilder name, String property) {
        if (!name.isEmpty()) {
            name.append('.');
        }
        name.append(FieldNames.shown(property));
    }
}
