package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's tools as Converse's. */
record ConverseTools(JsonNode chat, ObjectNode request, boolean caches) {

    /**
     * Whether the model is forced to call one. There is no word for that it must not: then it is given none, which Bedrock refuses
     * where it {@code hasCalled} some before. Bedrock takes no calls of tools that it is not told of either: where the request has none, those
     * that were called are, with any object for arguments.
     */
    boolean add(boolean hasCalled, Set<String> called) throws MalformedBody {
        JsonNode asked = chat.path("tool_choice");
        String word = asked.isObject() ? asked.path("type").asString("") : asked.asString("auto");
        for (JsonNode tool : chat.path("tools")) {
            if (!tool.path("type").asString("").equals("function")) {
                throw MalformedBody.at("tools", "Bedrock's models take tools of type function only.");
            }
        }
        if (word.equals("none") && hasCalled) {
            throw MalformedBody.at(
                    "tool_choice", "Bedrock's models cannot be kept from calling tools once they have; leave it out.");
        }
        if (chat.path("tools").isEmpty() && !called.isEmpty()) {
            ArrayNode tools = request.putObject("toolConfig").putArray("tools");
            called.forEach(name -> add(
                    tools,
                    Trees.JSON
                            .createObjectNode()
                            .set("function", Trees.JSON.createObjectNode().put("name", name))));
            return false;
        }
        if (chat.path("tools").isEmpty() || word.equals("none")) {
            return false;
        }
        ObjectNode config = request.putObject("toolConfig");
        ArrayNode tools = config.putArray("tools");
        for (JsonNode tool : chat.path("tools")) {
            add(tools, tool);
        }
        switch (word) {
            case "auto" -> {}
            case "required" -> config.putObject("toolChoice").putObject("any");
            case "function" ->
                config.putObject("toolChoice")
                        .putObject("tool")
                        .put("name", asked.at("/function/name").asString(""));
            default ->
                throw MalformedBody.at(
                        "tool_choice", "The field `tool_choice` must be auto, none, required or a function.");
        }
        return config.has("toolChoice");
    }

    private void add(ArrayNode tools, JsonNode tool) {
        JsonNode function = tool.path("function");
        ObjectNode spec = tools.addObject().putObject("toolSpec");
        spec.put("name", function.path("name").asString(""));
        if (!function.path("description").asString("").isBlank()) { // blank ones are refused
            spec.put("description", function.path("description").asString(""));
        }
        ObjectNode schema = spec.putObject("inputSchema");
        if (function.path("parameters").isObject()) {
            schema.set("json", function.path("parameters"));
        } else {
            schema.putObject("json").put("type", "object").putObject("properties");
        }
        if (function.path("strict").asBoolean(false)) {
            spec.put("strict", true);
        }
        ConverseHistory.addCachePoint(tools, tool, caches);
    }
}
