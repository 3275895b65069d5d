package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of chat completions as one of Google's generateContent (https://ai.google.dev/api/generate-content). The model is in the path, not
 * in the body.
 */
final class ChatToGemini {

    private final JsonNode chat;
    private final boolean thinksByLevel;
    private final ObjectNode request = Trees.JSON.createObjectNode();
    private final ObjectNode config = Trees.JSON.createObjectNode();

    private ChatToGemini(JsonNode chat, String model) {
        this.chat = chat;
        this.thinksByLevel = !model.matches("(models/)?gemini-[12][.-].*");
    }

    static ObjectNode translate(JsonNode chat, String model) throws MalformedBody {
        ChatToGemini translation = new ChatToGemini(chat, model);
        translation.run();
        return translation.request;
    }

    private void run() throws MalformedBody {
        for (String field : List.of("functions", "web_search_options", "logit_bias", "audio")) {
            if (!chat.path(field).isEmpty()) {
                throw MalformedBody.at(field, "Google's models take no `" + field + "` in chat completions.");
            }
        }
        new GeminiHistory(request, thinksByLevel).add(chat.path("messages"));
        tools();
        copy("temperature", "temperature");
        copy("top_p", "topP");
        copy("top_k", "topK");
        copy("n", "candidateCount");
        copy("seed", "seed");
        copy("frequency_penalty", "frequencyPenalty");
        copy("presence_penalty", "presencePenalty");
        copy("max_tokens", "maxOutputTokens");
        copy("max_completion_tokens", "maxOutputTokens");
        JsonNode stop = chat.path("stop");
        if (stop.isString()) {
            config.putArray("stopSequences").add(stop);
        } else if (!stop.isEmpty()) {
            config.set("stopSequences", stop);
        }
        if (chat.path("logprobs").asBoolean(false)) {
            config.put("responseLogprobs", true);
            if (chat.path("top_logprobs").isNumber()) {
                config.set("logprobs", chat.path("top_logprobs"));
            }
        }
        structuredOutput();
        think();
        if (!config.isEmpty()) {
            request.set("generationConfig", config);
        }
    }

    private void copy(String name, String theirs) {
        if (chat.path(name).isNumber()) {
            config.set(theirs, chat.path(name));
        }
    }

    private void tools() throws MalformedBody {
        if (chat.path("tools").isEmpty()) {
            return;
        }
        ArrayNode declared = request.putArray("tools").addObject().putArray("functionDeclarations");
        for (JsonNode tool : chat.path("tools")) {
            if (!tool.path("type").asString("").equals("function")) {
                throw MalformedBody.at("tools", "Google's models take tools of type function only here.");
            }
            JsonNode function = tool.path("function");
            ObjectNode declaration =
                    declared.addObject().put("name", function.path("name").asString(""));
            if (function.path("description").isString()) {
                declaration.set("description", function.path("description"));
            }
            if (function.path("parameters").isObject()) {
                declaration.set("parametersJsonSchema", function.path("parameters"));
            }
        }
        choice(chat.path("tool_choice"));
    }

    private void choice(JsonNode asked) throws MalformedBody {
        if (asked.isMissingNode() || asked.isNull()) {
            return;
        }
        ObjectNode calling = request.putObject("toolConfig").putObject("functionCallingConfig");
        switch (asked.isObject() ? asked.path("type").asString("") : asked.asString("")) {
            case "auto" -> calling.put("mode", "AUTO");
            case "none" -> calling.put("mode", "NONE");
            case "required" -> calling.put("mode", "ANY");
            case "function" ->
                calling.put("mode", "ANY").putArray("allowedFunctionNames").add(asked.at("/function/name"));
            default ->
                throw MalformedBody.at(
                        "tool_choice", "The field `tool_choice` must be auto, none, required or a function.");
        }
    }

    private void structuredOutput() throws MalformedBody {
        JsonNode format = chat.path("response_format");
        switch (format.path("type").asString("text")) {
            case "text" -> {}
            case "json_object" -> config.put("responseMimeType", "application/json");
            case "json_schema" ->
                config.put("responseMimeType", "application/json")
                        .set("responseJsonSchema", format.at("/json_schema/schema"));
            default ->
                throw MalformedBody.at(
                        "response_format",
                        "The field `response_format` must be of type text, json_object or json_schema.");
        }
    }

    /** As Google's own compatible endpoint maps it (https://ai.google.dev/gemini-api/docs/openai). */
    private void think() {
        String effort = chat.path("reasoning_effort").asString("");
        if (effort.isEmpty()) {
            return;
        }
        ObjectNode thinking = config.putObject("thinkingConfig");
        if (thinksByLevel) {
            thinking.put(
                    "thinkingLevel",
                    switch (effort) {
                        case "none", "minimal", "low" -> "low"; // these models always think
                        case "medium" -> "medium";
                        default -> "high";
                    });
        } else {
            thinking.put(
                    "thinkingBudget",
                    switch (effort) {
                        case "none" -> 0;
                        case "minimal", "low" -> 1_024;
                        case "medium" -> 8_192;
                        default -> 24_576;
                    });
        }
        thinking.put("includeThoughts", !effort.equals("none"));
    }
}
