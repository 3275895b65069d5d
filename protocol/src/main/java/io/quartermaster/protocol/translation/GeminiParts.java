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
                String name = part.path("thought").asBoolean(false) ? "reasoning_content" : "content";
                message.put(
                        name,
                        message.path(name).asString("") + part.path("text").stringValue());
            }
        }
        return message;
    }

    private void addCall(ObjectNode message, JsonNode part) {
        JsonNode call = part.path("functionCall");
        ObjectNode made = message.withArray("tool_calls").addObject().put("index", calls);
        made.put(
                "id",
                call.path("id")
                        .asString("call_" + answer.path("responseId").asString("") + "_" + choice + "_" + calls));
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
