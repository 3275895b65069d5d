package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.ContextLength;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of Bedrock's Converse as one of chat completions. */
final class ConverseToChat {

    /** The exception that stands for faults which have no name. */
    static final String FAULT = "internalServerException";

    private ConverseToChat() {}

    static ObjectNode translate(ObjectNode answer, ObjectNode chat) {
        JsonNode said = answer.at("/output/message");
        if (!said.path("content").isArray()) {
            throw Trees.unreadable("no message");
        }
        String reason = answer.path("stopReason").asString("");
        if (failed(reason)) {
            ObjectNode failure = failure(reason);
            if (answer.path("usage").isObject()) {
                failure.set("usage", usage(answer.path("usage")));
            }
            return failure;
        }
        ObjectNode choice = chat.putArray("choices").addObject().put("index", 0);
        fill(choice.putObject("message").put("role", "assistant"), said.path("content"));
        choice.putNull("logprobs").put("finish_reason", finishReason(reason));
        if (answer.path("usage").isObject()) {
            chat.set("usage", usage(answer.path("usage")));
        }
        return chat;
    }

    private static void fill(ObjectNode message, JsonNode blocks) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode block : blocks) {
            text.append(block.path("text").asString(""));
            if (block.path("toolUse").isObject()) {
                JsonNode use = block.path("toolUse");
                ObjectNode call = message.withArray("tool_calls").addObject();
                call.put("id", use.path("toolUseId").asString("")).put("type", "function");
                call.putObject("function")
                        .put("name", use.path("name").asString(""))
                        .put(
                                "arguments",
                                use.path("input").isObject() ? use.path("input").toString() : "{}");
            } else if (block.path("reasoningContent").isObject()) {
                JsonNode reasoning = block.path("reasoningContent");
                String thought = reasoning.at("/reasoningText/text").asString("");
                thoughts.append(thought);
                message.withArray("thinking_blocks")
                        .add(
                                reasoning.path("redactedContent").isString()
                                        ? redacted(reasoning.path("redactedContent"))
                                        : thinking(
                                                thought,
                                                reasoning
                                                        .at("/reasoningText/signature")
                                                        .asString("")));
            }
        }
        if (text.isEmpty() && message.has("tool_calls")) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        message.putNull("refusal");
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
    }

    static ObjectNode thinking(String thought, String signature) {
        return Trees.JSON
                .createObjectNode()
                .put("type", "thinking")
                .put("thinking", thought)
                .put("signature", signature);
    }

    static ObjectNode redacted(JsonNode data) {
        ObjectNode block = Trees.JSON.createObjectNode().put("type", "redacted_thinking");
        block.set("data", data);
        return block;
    }

    /** Whether the answer ended in something that is none. */
    static boolean failed(String reason) {
        return reason.equals("malformed_model_output") || reason.equals("malformed_tool_use");
    }

    static ObjectNode failure(String reason) {
        return error(
                "modelErrorException",
                Trees.JSON.createObjectNode().put("message", "The model's answer failed: " + reason + "."));
    }

    static String finishReason(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "guardrail_intervened", "content_filtered" -> "content_filter";
            default -> "stop";
        };
    }

    static ObjectNode usage(JsonNode usage) {
        return Usages.inChat(
                usage.path("inputTokens").asLong(0),
                usage.path("cacheReadInputTokens").asLong(0),
                usage.path("cacheWriteInputTokens").asLong(0),
                usage.path("outputTokens").asLong(0));
    }

    /** An exception by its name; clients that wait longer when they are told to slow down know OpenAI's word for it. */
    static ObjectNode error(String exception, JsonNode told) {
        String message = told.path("message").asString(told.path("Message").asString(""));
        boolean tooLong = ContextLength.isExceeded(message);
        String type = switch (exception) {
            case "throttlingException" -> "rate_limit_error";
            case "validationException" -> "invalid_request_error";
            default -> "api_error";
        };
        ObjectNode out = Trees.JSON.createObjectNode();
        out.putObject("error")
                .put(
                        "message",
                        message.isEmpty() ? "The provider answered with an error that has no message." : message)
                .put("type", type)
                .putNull("param")
                .put("code", tooLong ? "context_length_exceeded" : type);
        return out;
    }
}
