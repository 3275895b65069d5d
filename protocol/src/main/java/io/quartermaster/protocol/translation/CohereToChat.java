package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.ContextLength;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of Cohere's chat as one of chat completions. */
final class CohereToChat {

    private CohereToChat() {}

    static ObjectNode translate(ObjectNode answer, String model, long createdSeconds) {
        String reason = answer.path("finish_reason").asString("");
        if (!answer.path("message").isObject()) {
            throw Trees.unreadable("no message");
        }
        if (failed(reason)) {
            return failure(reason);
        }
        JsonNode said = answer.path("message");
        ObjectNode chat = head(answer, "chat.completion", model, createdSeconds);
        ObjectNode choice = chat.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder(said.path("tool_plan").asString(""));
        for (JsonNode part : said.path("content")) {
            text.append(part.path("text").asString(""));
            thoughts.append(part.path("thinking").asString(""));
        }
        ArrayNode calls = Trees.JSON.createArrayNode();
        for (JsonNode call : said.path("tool_calls")) {
            calls.add(call(call));
        }
        if (text.isEmpty() && !calls.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        message.putNull("refusal");
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        choice.putNull("logprobs").put("finish_reason", finishReason(reason));
        if (answer.path("usage").isObject()) {
            chat.set("usage", usage(answer.path("usage")));
        }
        return chat;
    }

    static ObjectNode head(JsonNode answer, String object, String model, long createdSeconds) {
        return Trees.JSON
                .createObjectNode()
                .put("id", Trees.name(answer.path("id"), ""))
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }

    static ObjectNode call(JsonNode call) {
        ObjectNode made = Trees.JSON
                .createObjectNode()
                .put("id", call.path("id").asString(""))
                .put("type", "function");
        made.putObject("function")
                .put("name", call.at("/function/name").asString(""))
                .put("arguments", call.at("/function/arguments").asString(""));
        return made;
    }

    /** Whether the answer ended in something that is none. */
    static boolean failed(String reason) {
        return reason.equals("ERROR") || reason.equals("TIMEOUT");
    }

    static ObjectNode failure(String reason) {
        return error("The model's answer failed: " + reason + ".");
    }

    static String finishReason(String reason) {
        return switch (reason) {
            case "MAX_TOKENS" -> "length";
            case "TOOL_CALL" -> "tool_calls";
            case "ERROR_TOXIC" -> "content_filter";
            default -> "stop";
        };
    }

    /** What is billed, where that differs from what was read and written. */
    static ObjectNode usage(JsonNode usage) {
        JsonNode counts = usage.path("billed_units").isObject() ? usage.path("billed_units") : usage.path("tokens");
        long prompt = counts.path("input_tokens").asLong(0);
        long completion = counts.path("output_tokens").asLong(0);
        ObjectNode out = Trees.JSON
                .createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        if (usage.path("cached_tokens").isNumber()) {
            out.putObject("prompt_tokens_details")
                    .put(
                            "cached_tokens",
                            Math.min(prompt, usage.path("cached_tokens").asLong(0)));
        }
        return out;
    }

    static ObjectNode error(String message) {
        boolean tooLong = ContextLength.isExceeded(message);
        ObjectNode out = Trees.JSON.createObjectNode();
        out.putObject("error")
                .put("message", message)
                .put("type", "api_error")
                .putNull("param")
                .put("code", tooLong ? "context_length_exceeded" : "api_error");
        return out;
    }
}
