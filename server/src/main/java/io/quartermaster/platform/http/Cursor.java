package io.quartermaster.platform.http;

import io.quartermaster.platform.json.Json;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The place in a listing after which the next page begins: the sort key of the last row. Opaque to clients. */
public record Cursor(List<String> values) {

    private static final int MOST_CHARACTERS = 2_048;

    public Cursor {
        values = List.copyOf(values);
    }

    public static Cursor of(String... values) {
        return new Cursor(List.of(values));
    }

    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(values));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws Problem 400 for anything else
     */
    public static Cursor decode(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw invalid();
        }
        try {
            JsonNode values = Json.tree(Base64.getUrlDecoder().decode(text));
            if (values.isArray() && values.valueStream().allMatch(Cursor::storable)) {
                return new Cursor(
                        values.valueStream().map(JsonNode::stringValue).toList());
            }
        } catch (IllegalArgumentException | JacksonException notOurs) {
            throw invalid();
        }
        throw invalid();
    }

    private static boolean storable(JsonNode value) {
        return value.isString() && Texts.storable(value.stringValue());
    }

    /** The problem of a cursor that this listing did not give out; also for one whose values do not fit. */
    public static Problem invalid() {
        return new Problem(
                ProblemType.INVALID_REQUEST,
                "The cursor is not one that this list gave out; start again without it.",
                new FieldError("query.cursor", "format", "must be a next_cursor of this list"));
    }
}
