package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
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
    private int asked;
    private long guess;

    @Override
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        this.model = model;
        JsonNode body = Trees.request(scan);
        packed = body.path("encoding_format").asString("float").equals("base64");
        guess = scan.textTokens();
        ObjectNode batch = Trees.JSON.createObjectNode();
        ArrayNode requests = batch.putArray("requests");
        for (JsonNode text : EmbeddingTexts.of(body)) {
            asked++;
            add(requests, text, body.path("dimensions"));
        }
        return Trees.JSON.writeValueAsBytes(batch);
    }

    private void add(ArrayNode requests, JsonNode text, JsonNode dimensions) {
        ObjectNode request = requests.addObject().put("model", "models/" + model);
        request.putObject("content").putArray("parts").addObject().set("text", text);
        if (dimensions.isNumber()) {
            request.set("outputDimensionality", dimensions);
        }
    }

    @Override
    public Whole answer(byte[] answer) {
        JsonNode embeddings = Trees.EMBEDDINGS.readTree(answer).path("embeddings");
        if (embeddings.size() != asked) {
            throw Trees.unreadable("not one embedding for each text");
        }
        EmbeddingList list = new EmbeddingList(packed);
        embeddings.forEach(embedding -> list.add(embedding.path("values")));
        return new Whole(list.json(model, guess), TokenUsage.UNKNOWN);
    }

    @Override
    public byte[] error(byte[] answer, int status) {
        return Trees.JSON.writeValueAsBytes(GeminiToChat.error(Trees.readable(answer)));
    }

    /** Embeddings are no stream; one would be unreadable. */
    @Override
    public StreamTranslation stream() {
        return StreamTranslation.unreadable();
    }
}
