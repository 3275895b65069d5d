package io.quartermaster.protocol.translation;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * What a response says beside what the model said: OpenAI's repeat what was asked for, and clients in typed languages read it. Kept as the text
 * it is, for as long as the model speaks.
 *
 * @param held how many octets it takes, about
 */
record ResponseHead(ObjectNode asked, int held) {

    private static final List<String> REPEATED =
            List.of("instructions", "max_output_tokens", "temperature", "top_p", "user", "safety_identifier");

    static ResponseHead of(JsonNode request) {
        ObjectNode asked = Trees.JSON.createObjectNode().put("background", false);
        int held = 0;
        for (String name : REPEATED) {
            JsonNode value = request.path(name);
            boolean plain = value.isString() || value.isNumber();
            asked.set(name, plain ? value : Trees.JSON.nullNode());
            held += plain ? value.asString().length() : 0;
        }
        asked.put("parallel_tool_calls", request.path("parallel_tool_calls").asBoolean(true));
        asked.putNull("previous_response_id").put("store", false).put("truncation", "disabled");
        ObjectNode reasoning = asked.putObject("reasoning");
        for (String name : List.of("effort", "summary")) {
            JsonNode value = request.path("reasoning").path(name);
            reasoning.set(name, value.isString() ? value : Trees.JSON.nullNode());
        }
        JsonNode choice = request.path("tool_choice");
        held += repeat(asked, "metadata", request.path("metadata").isObject(), request, "{}");
        held += repeat(asked, "text", request.path("text").isObject(), request, "{\"format\":{\"type\":\"text\"}}");
        held += repeat(asked, "tool_choice", choice.isObject() || choice.isString(), request, "\"auto\"");
        held += repeat(asked, "tools", request.path("tools").isArray(), request, "[]");
        return new ResponseHead(asked, held);
    }

    private static int repeat(ObjectNode asked, String name, boolean said, JsonNode request, String otherwise) {
        String text = said ? request.path(name).toString() : otherwise;
        asked.set(name, Trees.JSON.getNodeFactory().rawValueNode(new RawValue(text)));
        return text.length();
    }

    /** The beginning of every response of this request. */
    ObjectNode response(String id, JsonNode created, String model, String status) {
        ObjectNode response = Trees.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "response")
                .put("created_at", created.asLong(0))
                .put("status", status)
                .put("model", model);
        return response.setAll(asked);
    }
}
