package io.quartermaster.protocol.translation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings as OpenAI lists them. */
final class EmbeddingList {

    private final boolean packed;
    private final ObjectNode list = Trees.JSON.createObjectNode().put("object", "list");
    private final ArrayNode data = list.putArray("data");

    /** A list that is empty so far; {@code packed} as the client asked by its {@code encoding_format}. */
    EmbeddingList(boolean packed) {
        this.packed = packed;
    }

    void add(JsonNode values) {
        if (values.isEmpty() || !values.valueStream().allMatch(JsonNode::isNumber)) {
            throw Trees.unreadable("an embedding that is no list of numbers");
        }
        ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
        if (packed) {
            one.put("embedding", packed(values));
        } else {
            one.set("embedding", values);
        }
    }

    byte[] json(String model, long promptTokens) {
        list.put("model", model);
        list.putObject("usage").put("prompt_tokens", promptTokens).put("total_tokens", promptTokens);
        return Trees.JSON.writeValueAsBytes(list);
    }

    /** As OpenAI packs them, and its clients ask for without being told: 32 bits each, the lowest first. */
    private static String packed(JsonNode values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> bytes.putFloat((float) value.asDouble()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
