package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's list of messages as Google's contents: what the system says goes before all, and the words of one side that follow each other
 * are one content. Results of tools go by the name of the function, not by the call's id.
 */
final class GeminiHistory {

    /** What Google has clients say for a call that another vendor's model made (https://ai.google.dev/gemini-api/docs/thought-signatures). */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png", "webp", "image/webp", "heic", "image/heic", "heif", "image/heif", "gif", "image/gif");

    private final ObjectNode request;
    private final ArrayNode contents;
    private final boolean wantsSignatures;
    private final Map<String, String> functions = new HashMap<>();
    private String lastRole = "";
    private ArrayNode lastParts;

    GeminiHistory(ObjectNode request, boolean wantsSignatures) {
        this.request = request;
        this.contents = request.putArray("contents");
        this.wantsSignatures = wantsSignatures;
        this.lastParts = contents;
    }

    void add(JsonNode messages) throws MalformedBody {
        for (JsonNode message : messages) {
            ArrayNode parts = Trees.JSON.createArrayNode();
            switch (message.path("role").asString("")) {
                case "system", "developer" ->
                    addContent(request.withObject("systemInstruction").withArray("parts"), message.path("content"));
                case "user" -> {
                    addContent(parts, message.path("content"));
                    say("user", parts);
                }
                case "assistant" -> {
                    addContent(parts, message.path("content"));
                    addCalls(parts, message.path("tool_calls"));
                    say("model", parts);
                }
                case "tool" -> {
                    addResult(parts, message);
                    say("user", parts);
                }
                default ->
                    throw MalformedBody.at(
                            "messages", "A message's `role` must be system, developer, user, assistant or tool.");
            }
        }
        if (request.has("systemInstruction")
                && request.at("/systemInstruction/parts").isEmpty()) {
            request.remove("systemInstruction"); // Google refuses one that says nothing
        }
    }

    private void say(String role, ArrayNode parts) {
        if (parts.isEmpty()) {
            return;
        }
        if (!role.equals(lastRole)) {
            lastRole = role;
            lastParts = contents.addObject().put("role", role).putArray("parts");
        }
        lastParts.addAll(parts);
    }

    private void addCalls(ArrayNode parts, JsonNode calls) throws MalformedBody {
        boolean first = true;
        for (JsonNode call : calls) {
            String name = call.at("/function/name").asString("");
            functions.put(call.path("id").asString(""), name);
            ObjectNode part = parts.addObject();
            part.putObject("functionCall")
                    .put("name", name)
                    .set(
                            "args",
                            ChatToMessages.arguments(
                                    call.at("/function/arguments").asString("")));
            JsonNode signature = call.at("/extra_content/google/thought_signature");
            if (signature.isString()) {
                part.set("thoughtSignature", signature);
            } else if (first && wantsSignatures) {
                part.put("thoughtSignature", NO_SIGNATURE);
            }
            first = false;
        }
    }

    private void addResult(ArrayNode parts, JsonNode message) throws MalformedBody {
        String id = message.path("tool_call_id").asString("");
        String name = functions.get(id);
        if (name == null) {
            throw MalformedBody.at("messages", "A tool message's `tool_call_id` must be that of an earlier call.");
        }
        ArrayNode found = Trees.JSON.createArrayNode();
        addContent(found, message.path("content"));
        StringBuilder text = new StringBuilder();
        for (JsonNode part : found) {
            if (!part.has("text")) {
                throw MalformedBody.at("messages", "Google's models take text only as what a tool found.");
            }
            text.append(part.path("text").asString(""));
        }
        parts.addObject()
                .putObject("functionResponse")
                .put("name", name)
                .putObject("response")
                .put("output", text.toString());
    }

    private static void addContent(ArrayNode parts, JsonNode content) throws MalformedBody {
        if (content.isString()) {
            addText(parts, content);
        }
        for (JsonNode part : content) {
            switch (part.path("type").asString("")) {
                case "text" -> addText(parts, part.path("text"));
                case "refusal" -> addText(parts, part.path("refusal"));
                case "image_url" -> addFile(parts, part.at("/image_url/url").asString(""));
                case "file" -> addFile(parts, part.at("/file/file_data").asString(""));
                case "input_audio" ->
                    parts.addObject()
                            .putObject("inlineData")
                            .put(
                                    "mimeType",
                                    "audio/" + part.at("/input_audio/format").asString("wav"))
                            .set("data", part.at("/input_audio/data"));
                default ->
                    throw MalformedBody.at(
                            "messages",
                            "Google's models take parts of type text, image_url, file and input_audio here, not "
                                    + part.path("type").asString("that") + ".");
            }
        }
    }

    /** Empty ones are refused. */
    private static void addText(ArrayNode parts, JsonNode text) {
        if (!text.asString("").isEmpty()) {
            parts.addObject().set("text", text);
        }
    }

    private static void addFile(ArrayNode parts, String url) throws MalformedBody {
        if (url.startsWith("https://") || url.startsWith("http://")) {
            parts.addObject().putObject("fileData").put("mimeType", type(url)).put("fileUri", url);
        } else {
            DataUrl data = DataUrl.of(url)
                    .orElseThrow(() -> MalformedBody.at(
                            "messages",
                            "An image must be an http or https address, and it or a file data:<type>;base64,<data>."));
            parts.addObject()
                    .putObject("inlineData")
                    .put("mimeType", data.type())
                    .put("data", data.base64());
        }
    }

    /** Google wants to be told; most pictures are this. */
    private static String type(String url) {
        String path = url.split("[?#]", 2)[0];
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "image/jpeg");
    }
}
