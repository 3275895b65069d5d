package io.quartermaster.platform.http;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What a schema found, in a stable code and a sentence made of the schema alone: a value may be a secret and is never repeated. */
record SchemaMistake(String code, String message) {

    FieldError at(String field) {
        return new FieldError(field, code, message);
    }

    static SchemaMistake of(Error error, ContractDocument document) {
        JsonNode rule = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" -> new SchemaMistake("required", "is required");
            case "additionalProperties", "unevaluatedProperties" -> new SchemaMistake("unknown", "is not known here");
            case "type" -> new SchemaMistake("type", "must be " + types(rule));
            case "enum" -> new SchemaMistake("not_allowed", "must be one of " + values(rule));
            case "const" -> new SchemaMistake("not_allowed", "must be " + rule);
            case "minLength" ->
                rule.asInt() == 1
                        ? new SchemaMistake("too_short", "must not be empty")
                        : new SchemaMistake("too_short", "must have at least " + rule + " characters");
            case "maxLength" -> new SchemaMistake("too_long", "must have at most " + rule + " characters");
            case "minimum" -> new SchemaMistake("too_small", "must be at least " + rule);
            case "exclusiveMinimum" -> new SchemaMistake("too_small", "must be greater than " + rule);
            case "maximum" -> new SchemaMistake("too_large", "must be at most " + rule);
            case "exclusiveMaximum" -> new SchemaMistake("too_large", "must be less than " + rule);
            case "minItems" -> new SchemaMistake("too_few", "must have at least " + entries(rule));
            case "maxItems" -> new SchemaMistake("too_many", "must have at most " + entries(rule));
            case "minProperties" -> new SchemaMistake("too_few", "must have at least " + fields(rule));
            case "maxProperties" -> new SchemaMistake("too_many", "must have at most " + fields(rule));
            case "uniqueItems" -> new SchemaMistake("duplicate", "must not list anything twice");
            case "multipleOf" -> new SchemaMistake("not_allowed", "must be a multiple of " + rule);
            case "format" -> new SchemaMistake("format", hint(error, document, "must be " + format(rule.asString())));
            case "pattern" -> new SchemaMistake("format", hint(error, document, "must match " + rule.asString()));
            case "propertyNames" -> new SchemaMistake("format", hint(error, document, "is not a possible name"));
            default -> new SchemaMistake("invalid", hint(error, document, "does not fit the contract"));
        };
    }

    /** The {@code x-hint} beside the rule, which says it in words. */
    private static String hint(Error error, ContractDocument document, String otherwise) {
        NodePath rule = error.getSchemaLocation().getFragment();
        List<String> path = new ArrayList<>();
        for (int i = 0; i < rule.getNameCount() - 1; i++) {
            path.add(String.valueOf(rule.getElement(i)));
        }
        path.add("x-hint");
        JsonNode hint = document.at(path).node();
        return hint.isString() ? hint.stringValue() : otherwise;
    }

    private static String types(JsonNode rule) {
        return rule.isArray()
                ? StreamSupport.stream(rule.spliterator(), false)
                        .map(type -> type(type.asString()))
                        .collect(Collectors.joining(" or "))
                : type(rule.asString());
    }

    private static String type(String type) {
        return switch (type) {
            case "string" -> "a string";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "object" -> "an object";
            case "array" -> "a list";
            default -> type;
        };
    }

    private static String values(JsonNode rule) {
        return StreamSupport.stream(rule.spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(", "));
    }

    private static String format(String format) {
        return switch (format) {
            case "uuid" -> "a UUID";
            case "date-time" -> "a time such as 2026-01-31T12:00:00Z";
            case "uri" -> "an absolute URL";
            default -> "a valid " + format;
        };
    }

    private static String entries(JsonNode rule) {
        return rule.asInt() == 1 ? "1 entry" : rule + " entries";
    }

    private static String fields(JsonNode rule) {
        return rule.asInt() == 1 ? "1 field" : rule + " fields";
    }
}
