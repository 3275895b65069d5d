package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request of chat completions as one of Cohere's chat (https://docs.cohere.com/reference/chat), whose messages and tools are OpenAI's but for details. */
final class ChatToCohere {

    private final JsonNode chat;
    private final ObjectNode request = Trees.JSON.createObjectNode();

    private ChatToCohere(JsonNode chat) {
        this.chat = chat;
    }

    static ObjectNode translate(JsonNode chat, String model) throws MalformedBody {
        ChatToCohere translation = new ChatToCohere(chat);
        translation.request.put("model", model);
        translation.run(model);
        return translation.request;
    }

    private void run(String model) throws MalformedBody {
        if (chat.path("n").asInt(1) > 1) {
            throw MalformedBody.at("n", "Cohere's models give one choice per call; `n` must be 1.");
        }
        if (chat.path("logprobs").asBoolean(false)) {
            throw MalformedBody.at("logprobs", "Cohere's models tell no alternatives; leave `logprobs` out.");
        }
        for (String field : List.of("functions", "web_search_options", "logit_bias", "audio")) {
            if (!chat.path(field).isEmpty()) {
                throw MalformedBody.at(field, "Cohere's models take no `" + field + "` in chat completions.");
            }
        }
        if (chat.path("stream").asBoolean(false)) {
            request.put("stream", true);
        }
        messages(request.putArray("messages"));
        tools();
        copy("max_tokens", "max_tokens");
        copy("max_completion_tokens", "max_tokens");
        copy("top_p", "p");
        copy("top_k", "k");
        copy("seed", "seed");
        atMostOne("temperature"); // OpenAI's ranges go to 2, and below 0
        atMostOne("frequency_penalty");
        atMostOne("presence_penalty");
        JsonNode stop = chat.path("stop");
        if (stop.isString()) {
            request.putArray("stop_sequences").add(stop);
        } else if (!stop.isEmpty()) {
            request.set("stop_sequences", stop);
        }
        structuredOutput();
        if (model.contains("reasoning") && chat.path("reasoning_effort").isString()) {
            boolean none = chat.path("reasoning_effort").stringValue().equals("none");
            request.putObject("thinking").put("type", none ? "disabled" : "enabled");
        }
    }

    private void messages(ArrayNode messages) throws MalformedBody {
        for (JsonNode message : chat.path("messages")) {
            String role = message.path("role").asString("");
            switch (role) {
                case "system", "developer" -> say(messages.addObject().put("role", "system"), message);
                case "user" -> say(messages.addObject().put("role", role), message);
                case "tool" ->
                    say(messages.addObject().put("role", role), message)
                            .set("tool_call_id", message.path("tool_call_id"));
                case "assistant" -> {
                    ObjectNode said = say(messages.addObject().put("role", role), message);
                    if (!message.path("tool_calls").isEmpty()) {
                        said.set("tool_calls", calls(message.path("tool_calls")));
                    }
                }
                default ->
                    throw MalformedBody.at(
                            "messages", "A message's `role` must be system, developer, user, assistant or tool.");
            }
        }
    }

    private static ObjectNode say(ObjectNode said, JsonNode message) throws MalformedBody {
        JsonNode content = message.path("content");
        if (content.isString()) {
            said.set("content", content);
        } else if (content.isArray()) {
            ArrayNode parts = said.putArray("content");
            for (JsonNode part : content) {
                part(parts, part);
            }
        }
        return said;
    }

    /** Cohere refuses fields that it does not know, and clients mark parts for other vendors' caches. */
    private static void part(ArrayNode parts, JsonNode part) throws MalformedBody {
        String type = part.path("type").asString("");
        ObjectNode made = parts.addObject().put("type", type);
        switch (type) {
            case "text" -> made.put("text", part.path("text").asString(""));
            case "image_url" -> {
                JsonNode image = part.path("image_url");
                ObjectNode source =
                        made.putObject("image_url").put("url", image.path("url").asString(""));
                if (image.path("detail").isString()) {
                    source.set("detail", image.path("detail"));
                }
            }
            default ->
                throw MalformedBody.at(
                        "messages", "Cohere's models take parts of type text and image_url here, not " + type + ".");
        }
    }

    private static ArrayNode calls(JsonNode calls) {
        ArrayNode made = Trees.JSON.createArrayNode();
        for (JsonNode call : calls) {
            ObjectNode one =
                    made.addObject().put("id", call.path("id").asString("")).put("type", "function");
            one.putObject("function")
                    .put("name", call.at("/function/name").asString(""))
                    .put("arguments", call.at("/function/arguments").asString("{}"));
        }
        return made;
    }

    /** A model cannot be told which tool to call, but it can be given that one only. */
    private void tools() throws MalformedBody {
        JsonNode asked = chat.path("tool_choice");
        String only = asked.at("/function/name").asString("");
        boolean strict = false;
        for (JsonNode tool : chat.path("tools")) {
            JsonNode function = tool.path("function");
            if (!tool.path("type").asString("").equals("function")) {
                throw MalformedBody.at("tools", "Cohere's models take tools of type function only.");
            }
            if (only.isEmpty() || function.path("name").asString("").equals(only)) {
                ObjectNode added = request.withArray("tools").addObject().put("type", "function");
                if (!(function instanceof ObjectNode given)) {
                    throw MalformedBody.at("tools", "A tool of type function must have a `function`.");
                }
                ObjectNode own = given.deepCopy();
                strict |= own.path("strict").asBoolean(false);
                own.remove("strict");
                if (!own.has("parameters")) {
                    own.putObject("parameters").put("type", "object").putObject("properties");
                }
                added.set("function", own);
            }
        }
        if (strict) {
            request.put("strict_tools", true);
        }
        if (!request.has("tools")) {
            return;
        }
        switch (asked.isObject() ? asked.path("type").asString("") : asked.asString("auto")) {
            case "auto" -> {}
            case "none" -> request.put("tool_choice", "NONE");
            case "required", "function" -> request.put("tool_choice", "REQUIRED");
            default ->
                throw MalformedBody.at(
                        "tool_choice", "The field `tool_choice` must be auto, none, required or a function.");
        }
    }

    private void structuredOutput() throws MalformedBody {
        JsonNode format = chat.path("response_format");
        switch (format.path("type").asString("text")) {
            case "text" -> {}
            case "json_object" -> request.putObject("response_format").put("type", "json_object");
            case "json_schema" ->
                request.putObject("response_format")
                        .put("type", "json_object")
                        .set("json_schema", format.at("/json_schema/schema"));
            default ->
                throw MalformedBody.at(
                        "response_format",
                        "The field `response_format` must be of type text, json_object or json_schema.");
        }
    }

    private void copy(String name, String theirs) {
        if (chat.path(name).isNumber()) {
            request.set(theirs, chat.path(name));
        }
    }

    private void atMostOne(String name) {
        if (chat.path(name).isNumber()) {
            request.put(name, Math.clamp(chat.path(name).asDouble(), 0, 1));
        }
    }
}
