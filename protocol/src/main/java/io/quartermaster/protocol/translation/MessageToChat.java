package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.ContextLength;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of Anthropic's messages as one of OpenAI's chat completions. */
final class MessageToChat {

    /** What is read of its usage. */
    static final List<String> COUNTS =
            List.of("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens");

    private MessageToChat() {}

    static ObjectNode translate(JsonNode message, long createdSeconds) {
        if (!message.path("content").isArray()) {
            return error(message);
        }
        ObjectNode chat = Trees.JSON
                .createObjectNode()
                .put("id", message.path("id").asString(""))
                .put("object", "chat.completion")
                .put("created", createdSeconds)
                .put("model", message.path("model").asString(""));
        ObjectNode choice = chat.putArray("choices").addObject().put("index", 0);
        fill(choice.putObject("message").put("role", "assistant"), message.path("content"));
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason(message.path("stop_reason").asString("")));
        if (message.path("usage").isObject()) {
            chat.set("usage", usage(message.path("usage")));
        }
        return chat;
    }

    /** Agents shorten what they send when they read the code that OpenAI gives to what is too long. */
    static ObjectNode error(JsonNode answer) {
        JsonNode error = answer.path("error");
        String type = error.path("type").asString("api_error");
        String message = error.path("message").asString("The provider answered with an error that has no message.");
        boolean tooLong = ContextLength.isExceeded(message);
        ObjectNode out = Trees.JSON.createObjectNode();
        out.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", tooLong ? "context_length_exceeded" : type);
        return out;
    }

    private static void fill(ObjectNode out, JsonNode blocks) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode block : blocks) {
            switch (block.path("type").asString("")) {
                case "text" -> text.append(block.path("text").asString(""));
                case "thinking", "redacted_thinking" -> {
                    thoughts.append(block.path("thinking").asString(""));
                    out.withArray("thinking_blocks").add(block);
                }
                case "tool_use" -> addCall(out.withArray("tool_calls"), block);
                default -> {} // tools that ran at Anthropic's: what they led to is in the text
            }
        }
        boolean called = out.has("tool_calls");
        if (text.isEmpty() && called) {
            out.putNull("content");
        } else {
            out.put("content", text.toString());
        }
        out.putNull("refusal");
        if (!thoughts.isEmpty()) {
            out.put("reasoning_content", thoughts.toString());
        }
    }

    private static void addCall(ArrayNode calls, JsonNode use) {
        calls.addObject()
                .put("id", use.path("id").asString(""))
                .put("type", "function")
                .putObject("function")
                .put("name", use.path("name").asString(""))
                .put(
                        "arguments",
                        use.path("input").isObject() ? use.path("input").toString() : "{}");
    }

    /** https://docs.anthropic.com/en/api/handling-stop-reasons */
    static String finishReason(String stopReason) {
        return switch (stopReason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    static ObjectNode usage(JsonNode usage) {
        return Usages.inChat(
                usage.path("input_tokens").asLong(0),
                usage.path("cache_read_input_tokens").asLong(0),
                usage.path("cache_creation_input_tokens").asLong(0),
                usage.path("output_tokens").asLong(0));
    }
}
