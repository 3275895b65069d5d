package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.ContextLength;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of Google's generateContent as one of chat completions. */
final class GeminiToChat {

    private GeminiToChat() {}

    static ObjectNode translate(ObjectNode answer, long createdSeconds) {
        if (answer.hasNonNull("error")) {
            return error(answer);
        }
        if (answer.path("candidates").isEmpty() && answer.path("promptFeedback").isEmpty()) {
            throw Trees.unreadable("neither candidates nor a verdict on the prompt");
        }
        ObjectNode chat = head(answer, "chat.completion", createdSeconds);
        ArrayNode choices = chat.putArray("choices");
        for (JsonNode candidate : answer.path("candidates")) {
            if (failed(candidate)) {
                return failure(candidate);
            }
            ObjectNode choice =
                    choices.addObject().put("index", candidate.path("index").asInt(0));
            GeminiParts parts = new GeminiParts(answer, choices.size() - 1, 0);
            ObjectNode message = parts.read(candidate.at("/content/parts"));
            message.put("role", "assistant").putNull("refusal");
            message.path("tool_calls").forEach(call -> Trees.object(call).remove("index")); // is for streams
            if (!message.has("content")) {
                message.putNull("content");
            }
            choice.set("message", message);
            choice.set("logprobs", GeminiLogprobs.translate(candidate.path("logprobsResult")));
            choice.put(
                    "finish_reason", finishReason(candidate.path("finishReason").asString("STOP"), parts.calls() > 0));
        }
        if (choices.isEmpty()) {
            ObjectNode choice = choices.addObject().put("index", 0);
            choice.putObject("message")
                    .put("role", "assistant")
                    .putNull("content")
                    .put("refusal", blocked(answer));
            choice.putNull("logprobs").put("finish_reason", "content_filter");
        }
        if (answer.path("usageMetadata").isObject()) {
            chat.set("usage", usage(answer.path("usageMetadata")));
        }
        return chat;
    }

    static ObjectNode head(JsonNode answer, String object, long createdSeconds) {
        return Trees.JSON
                .createObjectNode()
                .put("id", Trees.name(answer.path("responseId"), "chatcmpl-" + createdSeconds))
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", Trees.name(answer.path("modelVersion"), ""));
    }

    static String blocked(JsonNode answer) {
        return "The prompt was blocked: "
                + answer.at("/promptFeedback/blockReason").asString("no reason given") + ".";
    }

    /** Whether the model made a call that nobody could make, which is no answer. */
    static boolean failed(JsonNode candidate) {
        return switch (candidate.path("finishReason").asString("")) {
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE" -> true;
            default -> false;
        };
    }

    static ObjectNode failure(JsonNode candidate) {
        String reason = candidate.path("finishReason").asString("").toLowerCase(Locale.ROOT);
        return error(reason, candidate.path("finishMessage").asString("The model's answer failed: " + reason + "."));
    }

    /** https://ai.google.dev/api/generate-content#FinishReason */
    static String finishReason(String reason, boolean called) {
        return switch (reason) {
            case "MAX_TOKENS" -> "length";
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> "content_filter";
            default -> called ? "tool_calls" : "stop";
        };
    }

    /** Thoughts are beside the candidates' tokens there, within here. */
    static ObjectNode usage(JsonNode counts) {
        long prompt = counts.path("promptTokenCount").asLong(0)
                + counts.path("toolUsePromptTokenCount").asLong(0);
        long thoughts = counts.path("thoughtsTokenCount").asLong(0);
        long completion = counts.path("candidatesTokenCount").asLong(0) + thoughts;
        ObjectNode usage = Trees.JSON
                .createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        ObjectNode in = usage.putObject("prompt_tokens_details")
                .put("cached_tokens", counts.path("cachedContentTokenCount").asLong(0));
        modalities(in, counts.path("promptTokensDetails"));
        ObjectNode out = usage.putObject("completion_tokens_details").put("reasoning_tokens", thoughts);
        modalities(out, counts.path("candidatesTokensDetails"));
        return usage;
    }

    private static void modalities(ObjectNode details, JsonNode counts) {
        for (JsonNode count : counts) {
            String modality = count.path("modality").asString("");
            if (modality.equals("AUDIO") || modality.equals("IMAGE")) {
                details.put(
                        modality.toLowerCase(Locale.ROOT) + "_tokens",
                        count.path("tokenCount").asLong(0));
            }
        }
    }

    /** Without events a stream's error comes in a list. */
    static ObjectNode error(JsonNode answer) {
        JsonNode error = (answer.isArray() ? answer.path(0) : answer).path("error");
        String status = error.path("status").asString("api_error").toLowerCase(Locale.ROOT);
        String message = error.path("message").asString("The provider answered with an error that has no message.");
        return error(ContextLength.isExceeded(message) ? "context_length_exceeded" : status, message);
    }

    private static ObjectNode error(String code, String message) {
        ObjectNode out = Trees.JSON.createObjectNode();
        out.putObject("error")
                .put("message", message)
                .put("type", code)
                .putNull("param")
                .put("code", code);
        return out;
    }
}
