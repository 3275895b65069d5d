package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's embeddings as Google's batchEmbedContents (https://ai.google.dev/api/embeddings). Google tells no tokens, so the client is told
 * our guess, and the ledger that nobody reported any.
 */
final class GeminiEmbeddings implements Translation {

    private String model = "";
    private boolean packed;
    private long guess;

    @Override
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        this.model = model;
        JsonNode asked = Trees.request(scan);
        JsonNode input = asked.path("input");
        packed = asked.path("encoding_format").asString("float").equals("base64");
        guess = scan.textTokens();
        ObjectNode batch = Trees.JSON.createObjectNode();
        ArrayNode requests = batch.putArray("requests");
        if (input.isString()) {
            add(requests, input, asked.path("dimensions"));
        } else if (input.isArray() && !input.isEmpty()) {
            for (JsonNode one : input) {
                add(requests, one, asked.path("dimensions"));
            }
        } else {
            throw MalformedBody.at("input", "The field `input` must be a text or a list of texts.");
        }
        return Trees.JSON.writeValueAsBytes(batch);
    }

    private void add(ArrayNode requests, JsonNode text, JsonNode dimensions) throws MalformedBody {
        if (!text.isString()) {
            throw MalformedBody.at(
                    "input", "Google's models embed texts, not tokens; `input` must be a text or a list of texts.");
        }
        ObjectNode request = requests.addObject().put("model", "models/" + model);
        request.putObject("content").putArray("parts").addObject().set("text", text);
        if (dimensions.isNumber()) {
            request.set("outputDimensionality", dimensions);
        }
    }

    @Override
    public Whole answer(byte[] answer) {
        JsonNode embeddings = Trees.JSON.readTree(answer).path("embeddings");
        if (!embeddings.isArray()) {
            throw Trees.unreadable("no embeddings");
        }
        ObjectNode list = Trees.JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode embedding : embeddings) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (packed) {
                one.put("embedding", packed(embedding.path("values")));
            } else {
                one.set("embedding", embedding.path("values"));
            }
        }
        list.put("model", model);
        list.putObject("usage").put("prompt_tokens", guess).put("total_tokens", guess);
        return new Whole(Trees.JSON.writeValueAsBytes(list), TokenUsage.UNKNOWN);
    }

    /** As OpenAI packs them, and its clients ask for without being told: 32 bits each, the lowest first. */
    private static String packed(JsonNode values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> bytes.putFloat((float) value.asDouble()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @Override
    public byte[] error(byte[] answer, int status) {
        return Trees.JSON.writeValueAsBytes(GeminiToChat.error(Trees.readable(answer)));
    }

    /** Embeddings are no stream; one would be unreadable. */
    @Override
    public StreamTranslation stream() {
        EventWriter events = new EventWriter();
        Usages usages = new Usages(new ChatClient().stream(events, false));
        return new StreamTranslation(new ChatStream(usages), usages, events);
    }
}
