package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * JSON as trees, for what has to be translated. A tree takes many times the memory of its text, so how many values it may have is
 * bounded; numbers stay as they are written.
 */
final class Trees {

    /** Ten times what the longest conversations with the widest tools have. */
    static final int MOST_TOKENS = 200_000;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(RequestScan.MAX_DEPTH)
                            .maxTokenCount(MOST_TOKENS)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * For lists of embeddings, which are long but of plain numbers. What a list within the bound for bodies can hold, fits: to refuse it
     * would be to pay for it again.
     */
    static final JsonMapper EMBEDDINGS = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(RequestScan.MAX_DEPTH)
                            .maxTokenCount(10 * MOST_TOKENS)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final int LONGEST_NAME = 200;

    private Trees() {}

    static ObjectNode request(RequestScan scan) throws MalformedBody {
        try {
            return (ObjectNode) JSON.readTree(scan.body());
        } catch (JacksonException tooMuch) { // it is JSON, or the scan had refused it
            throw MalformedBody.of(
                    "This request must be translated for its model's provider, and has too many values or too long a number for that: "
                            + tooMuch.getOriginalMessage());
        }
    }

    /** A conversation by either of the protocols that call it so. */
    static void requireMessages(JsonNode request) throws MalformedBody {
        if (!request.path("messages").isArray()) {
            throw MalformedBody.at("messages", "The field `messages` must be a list of messages.");
        }
    }

    /** Missing where it is no JSON. */
    static JsonNode readable(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    /** What has to be an object; anything else is as unreadable as what is no JSON. */
    static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw unreadable("not a JSON object");
    }

    /** A name that every event repeats: no longer than names are, for one event could make many times its octets of it. */
    static String name(JsonNode name, String otherwise) {
        String whole = name.asString(otherwise);
        if (whole.length() <= LONGEST_NAME) {
            return whole;
        }
        boolean halves = Character.isHighSurrogate(whole.charAt(LONGEST_NAME - 1));
        return whole.substring(0, halves ? LONGEST_NAME - 1 : LONGEST_NAME);
    }

    /** An object that stays the text it is: as a tree it would take many times the memory. Throws Jackson's exception where it is none. */
    static JsonNode raw(String object) {
        try (JsonParser parser = JSON.createParser(object)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                if (parser.nextToken() == null) {
                    return JSON.getNodeFactory().rawValueNode(new RawValue(object));
                }
            }
        }
        throw unreadable("not a JSON object");
    }

    static JacksonException unreadable(String why) {
        return DatabindException.from((JsonParser) null, why);
    }
}
