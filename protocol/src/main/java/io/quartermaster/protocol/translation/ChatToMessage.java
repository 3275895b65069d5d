package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.AnthropicErrors;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of chat completions as one of Anthropic's messages. */
final class ChatToMessage {

    private ChatToMessage() {}

    static ObjectNode translate(ObjectNode chat) {
        JsonNode choice = chat.path("choices").path(0);
        JsonNode said = Trees.object(choice.path("message"));
        ObjectNode message = head(chat);
        ArrayNode content = message.putArray("content");
        boolean cut = choice.path("finish_reason").asString("").equals("length");
        ChatContent told = ChatContent.of(said.path("content"));
        think(said, told, content);
        for (String text : List.of(told.text(), said.path("refusal").asString(""))) {
            if (!text.isEmpty()) {
                content.addObject().put("type", "text").put("text", text);
            }
        }
        for (JsonNode call : said.path("tool_calls")) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asString(""))
                    .put("name", call.at("/function/name").asString(""))
                    .set("input", input(ToolBlocks.arguments(call), cut));
        }
        boolean refused = !said.path("refusal").asString("").isEmpty();
        boolean called = !said.path("tool_calls").isEmpty();
        message.put("stop_reason", stopReason(choice.path("finish_reason").asString(""), called, refused));
        message.putNull("stop_sequence");
        message.set("usage", usage(chat.path("usage")));
        return message;
    }

    /** Of an answer that was cut for its length, the last call is half of one, as Anthropic's would be. */
    private static JsonNode input(String arguments, boolean cut) {
        try {
            return arguments.isBlank() ? Trees.JSON.createObjectNode() : Trees.raw(arguments);
        } catch (JacksonException incomplete) {
            if (cut) {
                return Trees.JSON.createObjectNode();
            }
            throw incomplete;
        }
    }

    static ObjectNode head(JsonNode chat) {
        return Trees.JSON
                .createObjectNode()
                .put("id", chat.path("id").asString(""))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", chat.path("model").asString(""));
    }

    private static void think(JsonNode said, ChatContent told, ArrayNode content) {
        if (!said.path("thinking_blocks").isEmpty()) {
            said.path("thinking_blocks").forEach(content::add);
            return;
        }
        String thoughts = thoughts(said) + told.thoughts();
        if (!thoughts.isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", thoughts)
                    .put("signature", "");
        }
    }

    /** DeepSeek and those after it have one name for it, OpenRouter and vLLM another. */
    static String thoughts(JsonNode said) {
        JsonNode usual = said.path("reasoning_content");
        return usual.isString() ? usual.stringValue() : said.path("reasoning").asString("");
    }

    static String stopReason(String finishReason, boolean called, boolean refused) {
        if (refused) {
            return "refusal";
        }
        return switch (finishReason) {
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            case "tool_calls", "function_call" -> "tool_use";
            default -> called ? "tool_use" : "end_turn"; // some servers say stop after a call, too
        };
    }

    /** Anthropic counts cached tokens beside the others. */
    static ObjectNode usage(JsonNode usage) {
        long read = usage.at("/prompt_tokens_details/cached_tokens").asLong(0);
        long written = usage.at("/prompt_tokens_details/cache_write_tokens").asLong(0);
        return Trees.JSON
                .createObjectNode()
                .put("input_tokens", Math.max(0, usage.path("prompt_tokens").asLong(0) - read - written))
                .put("cache_creation_input_tokens", written)
                .put("cache_read_input_tokens", read)
                .put("output_tokens", usage.path("completion_tokens").asLong(0));
    }

    static ObjectNode error(JsonNode error, int status) {
        ObjectNode out = Trees.JSON.createObjectNode().put("type", "error");
        String message =
                error.at("/error/message").asString("The provider answered with an error that has no message.");
        String code = error.at("/error/code").asString("");
        boolean said = code.isEmpty() || message.contains(code);
        out.putObject("error")
                .put("type", AnthropicErrors.type(status))
                .put("message", said ? message : code + ": " + message);
        return out;
    }
}
