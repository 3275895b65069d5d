package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The texts of a request for embeddings; tokens are known to OpenAI's models only. */
final class EmbeddingTexts {

    private EmbeddingTexts() {}

    static List<JsonNode> of(JsonNode request) throws MalformedBody {
        JsonNode input = request.path("input");
        List<JsonNode> texts =
                input.isString() ? List.of(input) : input.valueStream().toList();
        if (texts.isEmpty() || !texts.stream().allMatch(JsonNode::isString)) {
            throw MalformedBody.at("input", "The field `input` must be a text or a list of texts for this model.");
        }
        return texts;
    }
}
