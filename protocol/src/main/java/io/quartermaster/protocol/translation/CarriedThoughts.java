package io.quartermaster.protocol.translation;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model wants back of its thoughts, in the {@code encrypted_content} of reasoning items, which clients hand back as it is: signed thoughts of
 * Anthropic's models, and the signatures of Google's by the call that they led to. It is not secret, and those who signed it check it.
 */
final class CarriedThoughts {

    private static final String MARK = "qm1.";
    private static final String BLOCKS = "thinking_blocks";
    private static final String SIGNATURES = "thought_signatures";

    /** What blocks of thoughts have; anything else was not written here. */
    private static final List<String> FIELDS = List.of("type", "thinking", "signature", "data");

    private final ObjectNode carried = Trees.JSON.createObjectNode();

    boolean isEmpty() {
        return carried.isEmpty();
    }

    void addBlock(JsonNode block) {
        carried.withArray(BLOCKS).add(block);
    }

    void addSignature(String callId, String signature) {
        carried.withObject(SIGNATURES).put(callId, signature);
    }

    String text() {
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(Trees.JSON.writeValueAsBytes(carried));
    }

    /** Empty for those of models that we do not speak for here: nobody else could read them. */
    static Optional<CarriedThoughts> of(String text) {
        if (!text.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            CarriedThoughts thoughts = new CarriedThoughts();
            JsonNode carried = Trees.JSON.readTree(Base64.getUrlDecoder().decode(text.substring(MARK.length())));
            for (JsonNode block : carried.path(BLOCKS)) {
                if (block.path("type").asString("").endsWith("thinking")) {
                    thoughts.addBlock(known(block));
                }
            }
            carried.path(SIGNATURES)
                    .forEachEntry((callId, signature) -> thoughts.addSignature(callId, signature.asString("")));
            return Optional.of(thoughts);
        } catch (JacksonException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static ObjectNode known(JsonNode block) {
        ObjectNode known = Trees.JSON.createObjectNode();
        for (String field : FIELDS) {
            if (block.path(field).isString()) {
                known.set(field, block.path(field));
            }
        }
        return known;
    }

    /** How many values it has, about. */
    int size() {
        return blocks().valueStream().mapToInt(block -> 1 + block.size()).sum()
                + signatures().size();
    }

    JsonNode blocks() {
        return carried.path(BLOCKS);
    }

    JsonNode signatures() {
        return carried.path(SIGNATURES);
    }
}
