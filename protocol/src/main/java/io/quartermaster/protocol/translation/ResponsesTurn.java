package io.quartermaster.protocol.translation;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a model thought, said and called in a row, as one message of chat completions. */
final class ResponsesTurn {

    private final ObjectNode message = Trees.JSON.createObjectNode().put("role", "assistant");
    private final StringBuilder text = new StringBuilder();
    private final List<String> calls = new ArrayList<>();

    void think(JsonNode block) {
        message.withArray("thinking_blocks").add(block);
    }

    void say(String more) {
        text.append(text.isEmpty() || more.isEmpty() ? "" : "\n").append(more);
    }

    void call(String id, JsonNode item, JsonNode signature) {
        calls.add(id);
        String arguments = item.path("arguments").asString("");
        ObjectNode call =
                message.withArray("tool_calls").addObject().put("id", id).put("type", "function");
        call.putObject("function")
                .put("name", item.path("name").asString(""))
                .put("arguments", arguments.isBlank() ? "{}" : arguments);
        if (signature.isString()) {
            call.putObject("extra_content").putObject("google").set("thought_signature", signature);
        }
    }

    boolean saidAnything() {
        return !text.isEmpty() || !calls.isEmpty();
    }

    /** The ids of its calls, in order. */
    List<String> calls() {
        return calls;
    }

    ObjectNode message() {
        return text.isEmpty() ? message.putNull("content") : message.put("content", text.toString());
    }
}
