package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an item of a response's input says, in the parts of chat completions. */
final class ResponsesContent {

    private ResponsesContent() {}

    /** Adds a message; a single text stays one, which every server takes. */
    static void say(ArrayNode messages, String role, JsonNode content) throws MalformedBody {
        ArrayNode parts = Trees.JSON.createArrayNode();
        if (content.isString()) {
            parts.addObject().put("type", "text").set("text", content);
        }
        for (JsonNode part : content) {
            part(part, parts);
        }
        if (parts.isEmpty()) { // whoever said nothing is passed over: servers refuse a message without content
            return;
        }
        JsonNode first = parts.path(0);
        boolean one = parts.size() == 1 && first.path("type").asString("").equals("text");
        messages.addObject().put("role", role).set("content", one ? first.path("text") : parts);
    }

    /** What can only be text: what a model or the system said. */
    static String text(JsonNode content) throws MalformedBody {
        StringBuilder text = new StringBuilder(content.asString(""));
        for (JsonNode part : content) {
            switch (part.path("type").asString("")) {
                case "input_text", "output_text", "text" ->
                    text.append(part.path("text").asString(""));
                case "refusal" -> text.append(part.path("refusal").asString(""));
                default -> throw unknown(part);
            }
        }
        return text.toString();
    }

    /** What a function led to, as a text; its pictures and files go to {@code others}. */
    static String result(JsonNode output, ArrayNode others) throws MalformedBody {
        StringBuilder text = new StringBuilder(output.asString(""));
        for (JsonNode part : output) {
            if (part.path("type").asString("").equals("input_text")) {
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asString(""));
            } else {
                part(part, others);
            }
        }
        return text.toString();
    }

    private static void part(JsonNode part, ArrayNode parts) throws MalformedBody {
        String type = part.path("type").asString("");
        switch (type) {
            case "input_text", "output_text", "text" ->
                parts.addObject()
                        .put("type", "text")
                        .put("text", part.path("text").asString(""));
            case "input_image" -> {
                if (!part.path("image_url").isString()) {
                    throw kept("input_image", "`image_url`");
                }
                ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
                image.set("url", part.path("image_url"));
                if (part.path("detail").isString()) {
                    image.set("detail", part.path("detail"));
                }
            }
            case "input_file" -> {
                if (!part.path("file_data").isString()) {
                    throw kept("input_file", "`file_data`");
                }
                parts.addObject()
                        .put("type", "file")
                        .putObject("file")
                        .put("filename", part.path("filename").asString("document.pdf"))
                        .set("file_data", part.path("file_data"));
            }
            case "input_audio" -> parts.addObject().put("type", type).set("input_audio", part.path("input_audio"));
            default -> throw unknown(part);
        }
    }

    private static MalformedBody kept(String type, String instead) {
        return MalformedBody.at(
                "input",
                "This model's provider has none of OpenAI's files, and fetches none; give an " + type + " its "
                        + instead + ".");
    }

    private static MalformedBody unknown(JsonNode part) {
        return MalformedBody.at(
                "input",
                "This model's provider takes no content of type "
                        + part.path("type").asString("unknown") + " here.");
    }
}
