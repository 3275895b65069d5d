package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's embeddings as Cohere's (https://docs.cohere.com/reference/embed), who wants to be told what they are for: documents, unless the client says so. */
final class CohereEmbeddings implements Translation {

    private String model = "";
    private boolean packed;
    private int asked;

    @Override
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        this.model = model;
        JsonNode body = Trees.request(scan);
        packed = body.path("encoding_format").asString("float").equals("base64");
        ObjectNode request = Trees.JSON
                .createObjectNode()
                .put("model", model)
                .put("input_type", body.path("input_type").asString("search_document"));
        ArrayNode texts = request.putArray("texts");
        EmbeddingTexts.of(body).forEach(texts::add);
        asked = texts.size();
        request.putArray("embedding_types").add("float");
        if (body.path("dimensions").isNumber()) {
            request.set("output_dimension", body.path("dimensions"));
        }
        if (body.path("truncate").isString()) {
            request.set("truncate", body.path("truncate"));
        }
        return Trees.JSON.writeValueAsBytes(request);
    }

    @Override
    public Whole answer(byte[] answer) {
        JsonNode read = Trees.EMBEDDINGS.readTree(answer);
        if (read.at("/embeddings/float").size() != asked) {
            throw Trees.unreadable("not one embedding for each text");
        }
        EmbeddingList list = new EmbeddingList(packed);
        read.at("/embeddings/float").forEach(list::add);
        JsonNode billed = read.at("/meta/billed_units/input_tokens");
        return new Whole(
                list.json(model, billed.asLong(0)),
                billed.isNumber()
                        ? TokenUsage.of(OptionalLong.of(billed.asLong()), OptionalLong.empty(), OptionalLong.empty())
                        : TokenUsage.UNKNOWN);
    }

    @Override
    public byte[] error(byte[] answer, int status) {
        return Trees.JSON.writeValueAsBytes(new CohereProvider().error(Trees.readable(answer)));
    }

    @Override
    public StreamTranslation stream() {
        return StreamTranslation.unreadable();
    }
}
