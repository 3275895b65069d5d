package io.quartermaster.audit;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** One spelling of a JSON value, whatever PostgreSQL makes of it: {@code jsonb} keeps neither the order of fields nor all forms of a number. */
final class CanonicalJson {

    private final JsonMapper json;
    private final ObjectReader exact;

    CanonicalJson(JsonMapper json) {
        this.json = json;
        this.exact = json.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** A value as it will be written, so that a float is what its text says. */
    JsonNode tree(Object value) {
        return parse(json.writeValueAsString(value));
    }

    /** Keeps every digit of a number. */
    JsonNode parse(String text) {
        return exact.readValue(text);
    }

    static String of(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        write(out, tree);
        return out.toString();
    }

    private static void write(StringBuilder out, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.append('{');
            sorted.forEach((name, value) -> {
                quoted(out, name);
                out.append(':');
                write(out, value);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                write(out, element);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            number(out, node.decimalValue());
        } else if (node.isString()) {
            quoted(out, node.stringValue());
        } else {
            out.append(node.toString()); // true, false, null
        }
    }

    /** Never written out in full: 1e999999999 is short. */
    private static void number(StringBuilder out, BigDecimal number) {
        BigDecimal short_ = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        out.append(short_.unscaledValue()).append('e').append(-(long) short_.scale());
    }

    /** With its length, so that no two values make one text. */
    private static void quoted(StringBuilder out, String text) {
        out.append(text.length()).append('"').append(text).append('"');
    }
}
