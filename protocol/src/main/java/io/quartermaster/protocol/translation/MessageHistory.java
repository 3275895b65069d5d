package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages as OpenAI's: the system's words become the first message, results of tools messages of their own before the rest
 * of what the user said.
 */
final class MessageHistory {

    private final ArrayNode messages;

    private MessageHistory(ArrayNode messages) {
        this.messages = messages;
    }

    static void translate(JsonNode request, ArrayNode messages) throws MalformedBody {
        String system = text(request.path("system"), "system");
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        MessageHistory history = new MessageHistory(messages);
        for (JsonNode message : request.path("messages")) {
            switch (message.path("role").asString("")) {
                case "user" -> history.user(message.path("content"));
                case "assistant" -> history.assistant(message.path("content"));
                case "system" ->
                    messages.addObject()
                            .put("role", "system")
                            .put("content", text(message.path("content"), "messages"));
                default -> throw MalformedBody.at("messages", "A message's `role` must be user, assistant or system.");
            }
        }
    }

    private void user(JsonNode content) throws MalformedBody {
        if (content.isString()) {
            messages.addObject().put("role", "user").set("content", content);
            return;
        }
        ArrayNode parts = Trees.JSON.createArrayNode();
        for (JsonNode block : content) {
            if (block.path("type").asString("").equals("tool_result")) {
                result(block, parts);
            } else {
                part(block, parts);
            }
        }
        if (parts.size() == 1 && parts.path(0).path("type").asString("").equals("text")) {
            messages.addObject()
                    .put("role", "user")
                    .set("content", parts.path(0).path("text")); // what every server takes
        } else if (!parts.isEmpty()) {
            messages.addObject().put("role", "user").set("content", parts);
        }
    }

    /** What a tool found; pictures of it go to what the user says next, for a tool may only write. */
    private void result(JsonNode block, ArrayNode parts) throws MalformedBody {
        StringBuilder found = new StringBuilder();
        JsonNode content = block.path("content");
        if (content.isString()) {
            found.append(content.stringValue());
        }
        for (JsonNode one : content) {
            if (one.path("type").asString("").equals("text")) {
                append(found, one.path("text").asString(""));
            } else {
                part(one, parts);
            }
        }
        boolean failed = block.path("is_error").asBoolean(false);
        boolean saysSo = found.toString().toLowerCase(Locale.ROOT).contains("error");
        messages.addObject()
                .put("role", "tool")
                .put("tool_call_id", block.path("tool_use_id").asString(""))
                .put("content", failed && !saysSo ? "Error: " + found : found.toString());
    }

    private void assistant(JsonNode content) throws MalformedBody {
        ObjectNode message = Trees.JSON.createObjectNode().put("role", "assistant");
        if (content.isString()) {
            messages.add(message.set("content", content));
            return;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            switch (block.path("type").asString("")) {
                case "text" -> text.append(block.path("text").asString(""));
                case "thinking", "redacted_thinking" ->
                    message.withArray("thinking_blocks").add(block);
                case "tool_use" ->
                    message.withArray("tool_calls")
                            .addObject()
                            .put("id", block.path("id").asString(""))
                            .put("type", "function")
                            .putObject("function")
                            .put("name", block.path("name").asString(""))
                            .put(
                                    "arguments",
                                    block.path("input").isObject()
                                            ? block.path("input").toString()
                                            : "{}");
                default -> throw unknown(block);
            }
        }
        if (text.isEmpty() && !message.has("tool_calls")) { // it only thought, before it was interrupted
            return;
        }
        if (text.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", text.toString());
        }
        messages.add(message);
    }

    private static void part(JsonNode block, ArrayNode parts) throws MalformedBody {
        JsonNode source = block.path("source");
        String type =
                block.path("type").asString("") + "/" + source.path("type").asString("");
        switch (type) {
            case "text/" -> parts.addObject().put("type", "text").set("text", block.path("text"));
            case "image/base64" -> image(parts, dataUrl(source));
            case "image/url" -> image(parts, source.path("url").asString(""));
            case "document/base64" ->
                parts.addObject()
                        .put("type", "file")
                        .putObject("file")
                        .put("filename", block.path("title").asString("document.pdf"))
                        .put("file_data", dataUrl(source));
            case "document/text" -> parts.addObject().put("type", "text").set("text", source.path("data"));
            default -> throw unknown(block);
        }
    }

    private static void image(ArrayNode parts, String url) {
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    }

    private static String dataUrl(JsonNode source) {
        return "data:" + source.path("media_type").asString("") + ";base64,"
                + source.path("data").asString("");
    }

    private static String text(JsonNode content, String field) throws MalformedBody {
        StringBuilder text = new StringBuilder(content.asString(""));
        for (JsonNode block : content) {
            if (!block.path("type").asString("").equals("text")) {
                throw MalformedBody.at(field, "What the system says must be text.");
            }
            append(text, block.path("text").asString(""));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String more) {
        text.append(text.isEmpty() ? "" : "\n").append(more);
    }

    private static MalformedBody unknown(JsonNode block) {
        return MalformedBody.at(
                "messages",
                "This model's provider takes no content of type "
                        + block.path("type").asString("unknown")
                        + (block.has("source")
                                ? " with a source of type "
                                        + block.at("/source/type").asString("unknown")
                                : "")
                        + " here.");
    }
}
