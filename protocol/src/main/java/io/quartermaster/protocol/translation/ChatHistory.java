package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's list of messages as Anthropic's: what the system says goes before all, the results of tools are the user's words, and the
 * words of one side that follow each other are one message.
 */
final class ChatHistory {

    private final ObjectNode message;
    private final ArrayNode messages;
    private String lastRole = "";
    private ArrayNode lastContent;
    private boolean mayThink = true;

    ChatHistory(ObjectNode message) {
        this.message = message;
        this.messages = message.putArray("messages");
        this.lastContent = messages;
    }

    /** Whether the model may think: not where an earlier turn called a tool without the thoughts that led to it. */
    boolean add(JsonNode chat) throws MalformedBody {
        for (JsonNode one : chat) {
            switch (one.path("role").asString("")) {
                case "system", "developer" -> {
                    ArrayNode system =
                            message.path("system") instanceof ArrayNode before ? before : message.putArray("system");
                    addContent(system, one.path("content"));
                }
                case "user" -> {
                    ArrayNode said = Trees.JSON.createArrayNode();
                    addContent(said, one.path("content"));
                    say("user", said);
                }
                case "assistant" -> say("assistant", answer(one));
                case "tool" -> say("user", result(one));
                default ->
                    throw MalformedBody.at(
                            "messages", "A message's `role` must be system, developer, user, assistant or tool.");
            }
        }
        if (message.path("system").isArray() && message.path("system").isEmpty()) {
            message.remove("system");
        }
        return mayThink;
    }

    /** A message without content is refused, so whoever said nothing is passed over. */
    private void say(String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        if (!role.equals(lastRole)) {
            lastRole = role;
            lastContent = messages.addObject().put("role", role).putArray("content");
        }
        lastContent.addAll(content);
    }

    private ArrayNode answer(JsonNode answer) throws MalformedBody {
        ArrayNode content = Trees.JSON.createArrayNode();
        JsonNode thoughts = answer.path("thinking_blocks");
        thoughts.forEach(content::add);
        addContent(content, answer.path("content"));
        for (JsonNode call : answer.path("tool_calls")) {
            ObjectNode use = content.addObject()
                    .put("type", "tool_use")
                    .put("id", toolId(call.path("id")))
                    .put("name", call.at("/function/name").asString(""));
            use.set(
                    "input",
                    ChatToMessages.arguments(call.at("/function/arguments").asString("")));
            mayThink &= !thoughts.isEmpty();
        }
        return content;
    }

    private static ArrayNode result(JsonNode result) throws MalformedBody {
        ArrayNode results = Trees.JSON.createArrayNode();
        ObjectNode block =
                results.addObject().put("type", "tool_result").put("tool_use_id", toolId(result.path("tool_call_id")));
        ArrayNode content = block.putArray("content");
        addContent(content, result.path("content"));
        if (content.isEmpty()) {
            block.remove("content"); // an empty text is refused, no content at all is not
        }
        copyCacheControl(result, block);
        return results;
    }

    private static void addContent(ArrayNode content, JsonNode parts) throws MalformedBody {
        if (parts.isString()) {
            addText(content, parts, parts);
        }
        for (JsonNode part : parts) {
            switch (part.path("type").asString("")) {
                case "text" -> addText(content, part.path("text"), part);
                case "refusal" -> addText(content, part.path("refusal"), part);
                case "image_url" -> addImage(content, part);
                case "file" -> addFile(content, part);
                default ->
                    throw MalformedBody.at(
                            "messages",
                            "Anthropic's models take parts of type text, image_url and file here, not "
                                    + part.path("type").asString("that") + ".");
            }
        }
    }

    private static void addText(ArrayNode content, JsonNode text, JsonNode part) {
        if (!text.asString("").isBlank()) { // Anthropic refuses blank ones
            ObjectNode block = content.addObject().put("type", "text").put("text", text.asString(""));
            copyCacheControl(part, block);
        }
    }

    private static void addImage(ArrayNode content, JsonNode part) throws MalformedBody {
        String url = part.at("/image_url/url").asString("");
        ObjectNode block = content.addObject().put("type", "image");
        ObjectNode source = block.putObject("source");
        if (url.startsWith("https://") || url.startsWith("http://")) {
            source.put("type", "url").put("url", url);
        } else {
            DataUrl data = DataUrl.of(url)
                    .orElseThrow(() -> MalformedBody.at(
                            "messages",
                            "An image's `url` must be an http or https address, or data:<type>;base64,<data>."));
            source.put("type", "base64").put("media_type", data.type()).put("data", data.base64());
        }
        copyCacheControl(part, block);
    }

    /** Anthropic reads PDF documents; a text is one too. */
    private static void addFile(ArrayNode content, JsonNode part) throws MalformedBody {
        JsonNode file = part.path("file");
        DataUrl data = DataUrl.of(file.path("file_data").asString(""))
                .orElseThrow(() -> MalformedBody.at(
                        "messages",
                        "A file's `file_data` must be data:<type>;base64,<data>; files by id are OpenAI's."));
        ObjectNode block = content.addObject().put("type", "document");
        ObjectNode source = block.putObject("source");
        if (data.type().startsWith("text/")) {
            source.put("type", "text").put("media_type", "text/plain").put("data", data.text("messages"));
        } else {
            source.put("type", "base64").put("media_type", data.type()).put("data", data.base64());
        }
        if (file.path("filename").isString()) {
            block.put("title", Trees.name(file.path("filename"), ""));
        }
        copyCacheControl(part, block);
    }

    static void copyCacheControl(JsonNode from, ObjectNode to) {
        if (from.path("cache_control").isObject()) {
            to.set("cache_control", from.path("cache_control"));
        }
    }

    /** Anthropic takes letters, digits, hyphens and underscores; ids that other models made may have more. */
    private static String toolId(JsonNode id) {
        return id.asString("").replaceAll("[^a-zA-Z0-9_-]", "_");
    }
}
