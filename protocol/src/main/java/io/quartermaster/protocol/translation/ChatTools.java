package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's tools as Anthropic's. */
final class ChatTools {

    private ChatTools() {}

    /** Whether the model is forced to call a tool. */
    static boolean translate(JsonNode chat, ObjectNode message) throws MalformedBody {
        if (chat.path("tools").isEmpty()) {
            return false;
        }
        ArrayNode tools = message.putArray("tools");
        for (JsonNode tool : chat.path("tools")) {
            if (!tool.path("type").asString("").equals("function")) {
                throw MalformedBody.at("tools", "Anthropic's models take tools of type function only.");
            }
            add(tools, tool);
        }
        return choice(chat, message);
    }

    private static void add(ArrayNode tools, JsonNode tool) {
        JsonNode function = tool.path("function");
        ObjectNode added = tools.addObject().put("name", function.path("name").asString(""));
        if (function.path("description").isString()) {
            added.set("description", function.path("description"));
        }
        if (function.path("parameters").isObject()) {
            added.set("input_schema", function.path("parameters"));
        } else {
            added.putObject("input_schema").put("type", "object").putObject("properties");
        }
        if (function.path("strict").asBoolean(false)) {
            added.put("strict", true);
        }
        ChatHistory.copyCacheControl(tool, added);
    }

    private static boolean choice(JsonNode chat, ObjectNode message) throws MalformedBody {
        JsonNode asked = chat.path("tool_choice");
        JsonNode parallel = chat.path("parallel_tool_calls");
        boolean oneOnly = parallel.isBoolean() && !parallel.booleanValue();
        if (asked.isMissingNode() && !oneOnly) {
            return false;
        }
        ObjectNode choice = message.putObject("tool_choice");
        String word = asked.isObject() ? asked.path("type").asString("") : asked.asString("auto");
        switch (word) {
            case "auto", "none" -> choice.put("type", word);
            case "required" -> choice.put("type", "any");
            case "function" ->
                choice.put("type", "tool")
                        .put("name", asked.at("/function/name").asString(""));
            default ->
                throw MalformedBody.at(
                        "tool_choice", "The field `tool_choice` must be auto, none, required or a function.");
        }
        if (oneOnly && !word.equals("none")) {
            choice.put("disable_parallel_tool_use", true);
        }
        return word.equals("required") || word.equals("function");
    }
}
