package io.quartermaster.platform.http;

import io.quartermaster.platform.CanonicalUuid;
import io.quartermaster.platform.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The place in a listing after which the next page begins: the sort key of the last row. Opaque to clients. */
public record Cursor(List<String> values) {

    private static final int MOST_CHARACTERS = 2_048;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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

    /**
     * A value as it was encoded; anybody can make a cursor, so each reading checks.
     *
     * @throws Problem 400 when there is none of the kind, as of the others below
     */
    public String text(int index) {
        if (index >= values.size() || values.get(index).indexOf('\0') >= 0) { // PostgreSQL knows no text with a NUL
            throw invalid();
        }
        return values.get(index);
    }

    public long number(int index) {
        try {
            return Long.parseLong(text(index));
        } catch (NumberFormatException notOurs) {
            throw invalid();
        }
    }

    public int integer(int index) {
        long number = number(index);
        if (number != (int) number) {
            throw invalid();
        }
        return (int) number;
    }

    public Instant time(int index) {
        try {
            Instant time = Instant.parse(text(index));
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw invalid();
            }
            return time;
        } catch (DateTimeParseException notOurs) {
            throw invalid();
        }
    }

    public UUID id(int index) {
        return CanonicalUuid.parse(text(index)).orElseThrow(Cursor::invalid);
    }

    private static Problem invalid() {
        return new Problem(
                ProblemType.INVALID_REQUEST,
                "The cursor is not one that this list gave out; start again without it.",
                new FieldError("query.cursor", "format", "must be a next_cursor of this list"));
    }
}
