package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the parts of a candidate into a message, or into a chunk's share of one. */
final class GeminiParts {

    private final JsonNode answer;
    private final int choice;
    private int calls;

    /** Calls are numbered from {@code calls} on; their ids are made here, for Google's models give none. */
    GeminiParts(JsonNode answer, int choice, int calls) {
        this.answer = answer;
        this.choice = choice;
        this.calls = calls;
    }

    int calls() {
        return calls;
    }

    ObjectNode read(JsonNode parts) {
        ObjectNode message = Trees.JSON.createObjectNode();
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode part : parts) {
            if (part.path("functionCall").isObject()) {
                addCall(message, part);
            } else if (part.path("inlineData").isObject()) {
                JsonNode data = part.path("inlineData");
                message.withArray("images")
                        .addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put(
                                "url",
                                "data:" + data.path("mimeType").asString("") + ";base64,"
                                        + data.path("data").asString(""));
            } else if (part.path("text").isString()) {
                boolean thought = part.path("thought").asBoolean(false);
                message.put(thought ? "reasoning_content" : "content", "");
                (thought ? thoughts : text).append(part.path("text").stringValue());
            }
        }
        fill(message, "reasoning_content", thoughts);
        fill(message, "content", text);
        return message;
    }

    private static void fill(ObjectNode message, String name, StringBuilder text) {
        if (message.has(name)) {
            message.put(name, text.toString());
        }
    }

    private void addCall(ObjectNode message, JsonNode part) {
        JsonNode call = part.path("functionCall");
        ObjectNode made = message.withArray("tool_calls").addObject().put("index", calls);
        made.put(
                "id",
                call.path("id")
                        .asString("call_" + Trees.name(answer.path("responseId"), "") + "_" + choice + "_" + calls));
        made.put("type", "function");
        made.putObject("function")
                .put("name", call.path("name").asString(""))
                .put(
                        "arguments",
                        call.path("args").isObject() ? call.path("args").toString() : "{}");
        if (part.path("thoughtSignature").isString()) { // where Google's own compatible endpoint has it
            made.putObject("extra_content").putObject("google").set("thought_signature", part.path("thoughtSignature"));
        }
        calls++;
    }
}
