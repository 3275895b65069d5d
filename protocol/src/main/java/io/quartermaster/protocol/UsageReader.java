package io.quartermaster.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds the {@code usage} object in answers and chunks of OpenAI and Anthropic. It looks for the bytes first and parses only the object, so
 * a chunk without one costs a search. Text of a model cannot imitate it: inside a JSON string the quotes are escaped.
 */
public final class UsageReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] KEY = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

    private UsageReader() {}

    /** The last usage object between {@code from} and {@code to}, or empty. */
    public static Optional<TokenUsage> find(byte[] bytes, int from, int to) {
        for (int end = to, key; (key = lastKey(bytes, from, end)) >= 0; end = key) {
            int object = objectAfter(bytes, key + KEY.length, to);
            if (object >= 0) {
                TokenUsage usage = parse(bytes, object, to);
                if (usage.isKnown()) {
                    return Optional.of(usage);
                }
            }
        }
        return Optional.empty();
    }

    /** Reads one usage object. */
    public static TokenUsage read(byte[] object) {
        return parse(object, 0, object.length);
    }

    /** Whether the JSON object between the offsets has a top-level {@code choices} that is an empty list. */
    public static boolean hasNoChoices(byte[] bytes, int from, int to) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            String name;
            while ((name = parser.nextName()) != null) {
                JsonToken value = parser.nextToken();
                if (name.equals("choices")) {
                    return value == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.END_ARRAY;
                }
                parser.skipChildren();
            }
            return false;
        } catch (JacksonException e) {
            return false; // not JSON: not ours to judge, it is passed on
        }
    }

    /** The offset of the first usage key at or after {@code from}, or -1. */
    static int firstKey(byte[] bytes, int from, int to) {
        int end = to - KEY.length + 2; // behind the last place its second letter may stand
        for (int letter = from; (letter = ByteSearch.first(bytes, letter + 1, end, 'u', 'u')) < end; ) {
            if (isKey(bytes, letter - 1)) {
                return letter - 1;
            }
        }
        return -1;
    }

    /** The offset of the brace that opens the object after the key, -1 when another value stands there or it is cut off. */
    static int objectAfter(byte[] bytes, int afterKey, int to) {
        boolean colon = false;
        for (int at = afterKey; at < to; at++) {
            switch (bytes[at]) {
                case ' ', '\t', '\r', '\n' -> {}
                case ':' -> {
                    if (colon) {
                        return -1;
                    }
                    colon = true;
                }
                case '{' -> {
                    return colon ? at : -1;
                }
                default -> {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static int lastKey(byte[] bytes, int from, int to) {
        int letter = to - KEY.length + 2; // behind the last place its second letter may stand
        while ((letter = ByteSearch.last(bytes, from + 1, letter, 'u')) > from) {
            if (isKey(bytes, letter - 1)) {
                return letter - 1;
            }
        }
        return -1;
    }

    private static boolean isKey(byte[] bytes, int at) {
        for (int i = 0; i < KEY.length; i++) {
            if (bytes[at + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads the object, whatever follows it; unknown when it is cut off or has other fields. */
    static TokenUsage parse(byte[] bytes, int object, int to) {
        UsageFields fields = new UsageFields();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, object, to - object)) {
            parser.nextToken();
            fields.read(parser);
            return fields.usage();
        } catch (JacksonException e) {
            return TokenUsage.UNKNOWN;
        }
    }
}
