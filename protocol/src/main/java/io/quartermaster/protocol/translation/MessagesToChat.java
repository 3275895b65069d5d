package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of Anthropic's messages as one of chat completions. What runs at Anthropic only (its server tools, containers, MCP servers) is refused;
 * hints without a counterpart are left out. The table in docs/protocols.md has them all.
 */
final class MessagesToChat {

    private static final int LONGEST_USER = 64; // OpenAI refuses longer ones

    private final JsonNode message;
    private final ObjectNode chat = Trees.JSON.createObjectNode();

    private MessagesToChat(JsonNode message) {
        this.message = message;
    }

    static ObjectNode translate(JsonNode message) throws MalformedBody {
        MessagesToChat translation = new MessagesToChat(message);
        translation.run();
        return translation.chat;
    }

    private void run() throws MalformedBody {
        Trees.requireMessages(message);
        for (String field : List.of("container", "mcp_servers")) {
            if (!message.path(field).isEmpty() || message.path(field).isString()) {
                throw MalformedBody.at(field, "This model's provider has no `" + field + "`; leave it out.");
            }
        }
        if (message.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            chat.putObject("stream_options").put("include_usage", true);
        }
        MessageHistory.translate(message, chat.putArray("messages"));
        for (String same : List.of("max_tokens", "temperature", "top_p", "top_k")) {
            if (message.path(same).isNumber()) {
                chat.set(same, message.path(same));
            }
        }
        if (!message.path("stop_sequences").isEmpty()) {
            chat.set("stop", message.path("stop_sequences"));
        }
        tools();
        structuredOutput();
        effort();
        JsonNode user = message.at("/metadata/user_id");
        if (user.isString() && user.stringValue().length() <= LONGEST_USER) {
            chat.set("user", user);
        }
    }

    private void tools() throws MalformedBody {
        if (message.path("tools").isEmpty()) {
            return;
        }
        ArrayNode tools = chat.putArray("tools");
        for (JsonNode tool : message.path("tools")) {
            if (!tool.path("type").asString("custom").equals("custom")) {
                throw MalformedBody.at(
                        "tools",
                        "The tool " + tool.path("type").asString("")
                                + " runs at Anthropic; this model takes tools of your own only.");
            }
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.path("name").asString(""));
            if (tool.path("description").isString()) {
                function.set("description", tool.path("description"));
            }
            function.set("parameters", tool.path("input_schema"));
            if (tool.path("strict").asBoolean(false)) {
                function.put("strict", true);
            }
        }
        choice(message.path("tool_choice"));
    }

    private void choice(JsonNode choice) throws MalformedBody {
        switch (choice.path("type").asString("")) {
            case "" -> {}
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                chat.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.path("name").asString(""));
            default ->
                throw MalformedBody.at(
                        "tool_choice", "The field `tool_choice` must be of type auto, any, tool or none.");
        }
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            chat.put("parallel_tool_calls", false);
        }
    }

    private void structuredOutput() {
        JsonNode now = message.at("/output_config/format");
        JsonNode format = now.isObject() ? now : message.path("output_format");
        if (format.path("type").asString("").equals("json_schema")) {
            ObjectNode asked =
                    chat.putObject("response_format").put("type", "json_schema").putObject("json_schema");
            asked.put("name", "answer").put("strict", true).set("schema", format.path("schema"));
        }
    }

    /** How much thought is wanted, for models that are told so. */
    private void effort() {
        String told = message.at("/output_config/effort").asString("");
        JsonNode thinking = message.path("thinking");
        long budget = thinking.path("budget_tokens").asLong(0);
        if (!told.isEmpty()) {
            chat.put("reasoning_effort", told.equals("max") ? "xhigh" : told);
        } else if (thinking.path("type").asString("").equals("enabled")) {
            chat.put("reasoning_effort", budget < 2_048 ? "low" : budget < 8_192 ? "medium" : "high");
        }
    }
}
