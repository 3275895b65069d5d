package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of the Responses API as those of chat completions: functions only, for what OpenAI runs itself nobody runs here. */
final class ResponsesTools {

    private ResponsesTools() {}

    static void translate(JsonNode asked, ObjectNode chat) throws MalformedBody {
        if (asked.path("tools").isEmpty()) {
            return;
        }
        JsonNode choice = asked.path("tool_choice");
        boolean some = choice.path("type").asString("").equals("allowed_tools");
        Set<String> allowed = some ? names(choice.path("tools")) : Set.of();
        ArrayNode tools = chat.putArray("tools");
        for (JsonNode tool : asked.path("tools")) {
            String type = tool.path("type").asString("");
            if (!type.equals("function")) {
                throw MalformedBody.at(
                        "tools",
                        "A tool of type " + type
                                + " runs at OpenAI or needs its models; this model takes tools of type function only.");
            }
            if (!some || allowed.contains(tool.path("name").asString(""))) {
                add(tools, tool);
            }
        }
        if (tools.isEmpty()) {
            chat.remove("tools");
            return;
        }
        choose(some ? choice.path("mode") : choice, chat);
        if (asked.path("parallel_tool_calls").isBoolean()) {
            chat.set("parallel_tool_calls", asked.path("parallel_tool_calls"));
        }
    }

    private static Set<String> names(JsonNode tools) {
        Set<String> names = new HashSet<>();
        tools.forEach(tool -> names.add(tool.path("name").asString("")));
        return names;
    }

    private static void add(ArrayNode tools, JsonNode tool) {
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", tool.path("name").asString(""));
        for (String same : List.of("description", "parameters")) {
            if (tool.hasNonNull(same)) {
                function.set(same, tool.path(same));
            }
        }
        if (tool.path("strict").asBoolean(false)) {
            function.put("strict", true);
        }
    }

    private static void choose(JsonNode choice, ObjectNode chat) throws MalformedBody {
        if (choice.isMissingNode() || choice.isNull()) {
            return;
        }
        String word = choice.isObject() ? choice.path("type").asString("") : choice.asString("");
        switch (word) {
            case "auto", "none", "required" -> chat.put("tool_choice", word);
            case "function" ->
                chat.putObject("tool_choice")
                        .put("type", word)
                        .putObject("function")
                        .put("name", choice.path("name").asString(""));
            default ->
                throw MalformedBody.at(
                        "tool_choice",
                        "The field `tool_choice` must be auto, none, required, a function or allowed functions here.");
        }
    }
}
