package io.quartermaster.declared;

import io.quartermaster.platform.config.HttpUrl;
import io.quartermaster.platform.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which fields of a thing are to be changed: as the body of a request, and as words for a plan. */
final class FieldChanges {

    private static final int LONGEST_SHOWN = 120;

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final List<String> details = new ArrayList<>();

    /** The fields that a file gives of a new thing. */
    static FieldChanges ofNew(JsonNode entry, List<String> fields) {
        FieldChanges changes = new FieldChanges();
        fields.forEach(field -> {
            JsonNode wanted = entry.path(field);
            if (!wanted.isMissingNode() && !wanted.isNull()) {
                changes.set(field, wanted, field + ": " + shown(wanted));
            }
        });
        return changes;
    }

    /** The fields that a file gives and that are something else now; one that it leaves out may be anything. */
    static FieldChanges between(JsonNode entry, JsonNode current, List<String> fields) {
        FieldChanges changes = new FieldChanges();
        fields.forEach(field -> changes.compare(field, entry.path(field), current.path(field)));
        return changes;
    }

    void compare(String field, JsonNode wanted, JsonNode current) {
        if (!wanted.isMissingNode() && !same(field, wanted, current)) {
            set(field, wanted, field + ": " + shown(current) + " → " + shown(wanted));
        }
    }

    void set(String field, JsonNode value, String detail) {
        body.set(field, value);
        details.add(detail);
    }

    ObjectNode body() {
        return body;
    }

    List<String> details() {
        return details;
    }

    boolean mentions(String field) {
        return body.has(field);
    }

    /** Whether the server would keep both as the same value. */
    static boolean same(String field, JsonNode one, JsonNode other) {
        if (isNothing(one) || isNothing(other)) {
            return isNothing(one) && isNothing(other);
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isString() && other.isString()) {
            return sameText(
                    field, one.stringValue().strip(), other.stringValue().strip());
        }
        if (one.isArray() && other.isArray()) {
            return field.equals("fallbacks") ? one.equals(other) : set(one).equals(set(other));
        }
        if (one.isObject() && other.isObject()) {
            Set<String> names = new HashSet<>(one.propertyNames());
            names.addAll(other.propertyNames());
            boolean prices = field.equals("prices");
            return names.stream().allMatch(name -> same(prices ? "price" : "", one.path(name), other.path(name)));
        }
        return one.equals(other);
    }

    /** Two spellings of nothing: null clears a text, and an empty object has no settings. */
    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isBlank())
                || (value.isContainer() && value.isEmpty());
    }

    private static boolean sameText(String field, String one, String other) {
        return switch (field) {
            case "base_url" -> HttpUrl.parse(one).equals(HttpUrl.parse(other));
            case "price" -> new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
            default -> one.equals(other);
        };
    }

    private static Set<JsonNode> set(JsonNode array) {
        Set<JsonNode> all = new HashSet<>();
        array.forEach(all::add);
        return all;
    }

    private static String shown(JsonNode value) {
        if (isNothing(value)) {
            return "nothing";
        }
        String text = Json.text(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
