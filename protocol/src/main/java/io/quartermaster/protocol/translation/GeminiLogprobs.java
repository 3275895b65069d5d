package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Probabilities of tokens, in OpenAI's shape. */
final class GeminiLogprobs {

    private GeminiLogprobs() {}

    /** Null where there are none. */
    static JsonNode translate(JsonNode result) {
        if (result.path("chosenCandidates").isEmpty()) {
            return Trees.JSON.nullNode();
        }
        ObjectNode logprobs = Trees.JSON.createObjectNode();
        ArrayNode content = logprobs.putArray("content");
        for (int at = 0; at < result.path("chosenCandidates").size(); at++) {
            ObjectNode token = content.addObject();
            fill(token, result.path("chosenCandidates").path(at));
            ArrayNode top = token.putArray("top_logprobs");
            for (JsonNode other : result.path("topCandidates").path(at).path("candidates")) {
                fill(top.addObject(), other);
            }
        }
        return logprobs.putNull("refusal");
    }

    private static void fill(ObjectNode out, JsonNode token) {
        out.put("token", token.path("token").asString("")).set("logprob", token.path("logProbability"));
        out.putNull("bytes");
    }
}
