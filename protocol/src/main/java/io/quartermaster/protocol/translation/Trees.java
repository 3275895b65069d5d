package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    static JacksonException unreadable(String why) {
        return DatabindException.from((JsonParser) null, why);
    }
}
