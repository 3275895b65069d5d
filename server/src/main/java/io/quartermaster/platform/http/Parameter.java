package io.quartermaster.platform.http;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** A parameter of an operation, in the path, the query or a header. */
record Parameter(String name, Place place, boolean required, Kind kind, ContractSchema schema) {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /** Where a parameter stands. */
    enum Place {
        PATH("path"),
        QUERY("query"),
        HEADER("header");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        static Optional<Place> parse(String word) {
            for (Place place : values()) {
                if (place.word.equals(word)) {
                    return Optional.of(place);
                }
            }
            return Optional.empty();
        }
    }

    /** How the text of a parameter becomes a JSON value before its schema sees it. */
    enum Kind {
        TEXT,
        INTEGER,
        BOOLEAN
    }

    /** The name under which errors speak of it, such as {@code query.limit}. */
    String field() {
        return place.word + "." + name;
    }

    /** The value the text stands for; text that stands for none stays text, and the schema refuses it. */
    JsonNode value(String text) {
        return switch (kind) {
            case TEXT -> StringNode.valueOf(text);
            case INTEGER ->
                INTEGER.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : StringNode.valueOf(text);
            case BOOLEAN ->
                switch (text) {
                    case "true" -> BooleanNode.TRUE;
                    case "false" -> BooleanNode.FALSE;
                    default -> StringNode.valueOf(text);
                };
        };
    }
}
