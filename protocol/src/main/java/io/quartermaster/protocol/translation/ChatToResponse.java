package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of chat completions as a response: what a stream of it would end in. */
final class ChatToResponse {

    private ChatToResponse() {}

    static ObjectNode translate(ObjectNode chat, ResponseHead head) {
        JsonNode choice = chat.path("choices").path(0);
        ObjectNode said = Trees.object(choice.path("message"));
        ChatStreamToResponse response = new ChatStreamToResponse(ResponseEvents.unheard(), head);
        JsonNode blocks = said.path("thinking_blocks");
        if (!blocks.isEmpty()) { // each is an item of its own
            said.remove("reasoning_content");
            for (JsonNode block : blocks) {
                ObjectNode thought = Trees.JSON.createObjectNode();
                thought.put("reasoning_content", block.path("thinking").asString(""))
                        .putArray("thinking_blocks")
                        .add(block);
                response.chunk(chunk(chat, thought, Trees.JSON.nullNode()));
            }
            said.remove("thinking_blocks");
        }
        int number = 0;
        for (JsonNode call : said.path("tool_calls")) {
            Trees.object(call).put("index", number++);
        }
        ObjectNode last = chunk(chat, said, choice.path("finish_reason"));
        last.set("usage", chat.path("usage"));
        response.chunk(last);
        return response.end();
    }

    private static ObjectNode chunk(ObjectNode chat, ObjectNode delta, JsonNode finishReason) {
        ObjectNode chunk = Trees.JSON.createObjectNode();
        for (String name : new String[] {"id", "created", "model"}) {
            chunk.set(name, chat.path(name));
        }
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.set("delta", delta);
        choice.set("finish_reason", finishReason);
        return chunk;
    }

    static ObjectNode usage(JsonNode usage) {
        ObjectNode out = Trees.JSON
                .createObjectNode()
                .put("input_tokens", usage.path("prompt_tokens").asLong(0));
        JsonNode details = usage.path("prompt_tokens_details");
        out.putObject("input_tokens_details")
                .put("cached_tokens", details.path("cached_tokens").asLong(0))
                .put("cache_write_tokens", details.path("cache_write_tokens").asLong(0));
        long output = usage.path("completion_tokens").asLong(0);
        out.put("output_tokens", output)
                .putObject("output_tokens_details")
                .put(
                        "reasoning_tokens",
                        usage.at("/completion_tokens_details/reasoning_tokens").asLong(0));
        return out.put("total_tokens", usage.path("prompt_tokens").asLong(0) + output);
    }
}
