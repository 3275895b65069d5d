package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's list of messages as Converse's: what the system says goes before all, the results of tools are the user's words, and the
 * words of one side that follow each other are one message.
 */
final class ConverseHistory {

    private final ObjectNode request;
    private final ArrayNode messages;
    private final boolean caches;
    private final ConverseFiles files = new ConverseFiles();
    private final Set<String> called = new LinkedHashSet<>();
    private String lastRole = "";
    private ArrayNode lastContent;
    private boolean mayThink = true;
    private boolean hasTools;

    ConverseHistory(ObjectNode request, boolean caches) {
        this.request = request;
        this.messages = request.putArray("messages");
        this.lastContent = messages;
        this.caches = caches;
    }

    /** Not where an earlier turn called a tool without the thoughts that led to it. */
    boolean mayThink() {
        return mayThink;
    }

    /** Whether tools were called, or their results told. */
    boolean hasTools() {
        return hasTools;
    }

    /** The names of the tools that were called. */
    Set<String> called() {
        return called;
    }

    void add(JsonNode chat) throws MalformedBody {
        ArrayNode system = Trees.JSON.createArrayNode();
        for (JsonNode one : chat) {
            switch (one.path("role").asString("")) {
                case "system", "developer" -> addContent(system, one.path("content"));
                case "user" -> say("user", content(one));
                case "assistant" -> say("assistant", answer(one));
                case "tool" -> say("user", result(one));
                default ->
                    throw MalformedBody.at(
                            "messages", "A message's `role` must be system, developer, user, assistant or tool.");
            }
        }
        if (!system.isEmpty()) {
            request.set("system", system);
        }
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

    private ArrayNode content(JsonNode message) throws MalformedBody {
        ArrayNode content = Trees.JSON.createArrayNode();
        addContent(content, message.path("content"));
        return content;
    }

    private ArrayNode answer(JsonNode answer) throws MalformedBody {
        ArrayNode content = Trees.JSON.createArrayNode();
        for (JsonNode thought : answer.path("thinking_blocks")) {
            addThought(content, thought);
        }
        boolean thought = !content.isEmpty();
        addContent(content, answer.path("content"));
        for (JsonNode call : answer.path("tool_calls")) {
            content.addObject()
                    .putObject("toolUse")
                    .put("toolUseId", toolId(call.path("id")))
                    .put("name", call.at("/function/name").asString(""))
                    .set(
                            "input",
                            ChatToMessages.arguments(
                                    call.at("/function/arguments").asString("")));
            called.add(call.at("/function/name").asString(""));
            mayThink &= thought;
            hasTools = true;
        }
        return content;
    }

    /** Those without a signature are not the model's own, which takes no others back. */
    private static void addThought(ArrayNode content, JsonNode thought) {
        String signature = thought.path("signature").asString("");
        if (thought.path("type").asString("").equals("redacted_thinking")) {
            content.addObject().putObject("reasoningContent").set("redactedContent", thought.path("data"));
        } else if (!signature.isEmpty()) {
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", thought.path("thinking").asString(""))
                    .put("signature", signature);
        }
    }

    private ArrayNode result(JsonNode result) throws MalformedBody {
        hasTools = true;
        ArrayNode results = Trees.JSON.createArrayNode();
        ArrayNode found = results.addObject()
                .putObject("toolResult")
                .put("toolUseId", toolId(result.path("tool_call_id")))
                .putArray("content");
        addContent(found, result.path("content"));
        found.removeIf(block -> block.has("cachePoint")); // has its place beside the result only
        if (found.isEmpty()) { // a result is wanted, though it said nothing
            found.addObject().put("text", "");
        }
        addCachePoint(results, result, caches);
        return results;
    }

    private void addContent(ArrayNode content, JsonNode parts) throws MalformedBody {
        if (parts.isString()) {
            addText(content, parts.stringValue());
        }
        for (JsonNode part : parts) {
            switch (part.path("type").asString("")) {
                case "text" -> addText(content, part.path("text").asString(""));
                case "refusal" -> addText(content, part.path("refusal").asString(""));
                case "image_url" ->
                    ConverseFiles.addImage(content, part.at("/image_url/url").asString(""));
                case "file" -> files.addDocument(content, part.path("file"));
                default ->
                    throw MalformedBody.at(
                            "messages",
                            "Bedrock's models take parts of type text, image_url and file here, not "
                                    + part.path("type").asString("that") + ".");
            }
            addCachePoint(content, part, caches && !content.isEmpty());
        }
    }

    private static void addText(ArrayNode content, String text) {
        if (!text.isBlank()) { // blank ones are refused
            content.addObject().put("text", text);
        }
    }

    /** Where Anthropic marks what ends a prompt that is kept, Bedrock is told so by what follows it. */
    static void addCachePoint(ArrayNode content, JsonNode marked, boolean caches) {
        if (caches && marked.path("cache_control").isObject()) {
            ObjectNode point = content.addObject().putObject("cachePoint").put("type", "default");
            if (marked.at("/cache_control/ttl").isString()) {
                point.set("ttl", marked.at("/cache_control/ttl"));
            }
        }
    }

    /** Bedrock takes letters, digits, hyphens and underscores; ids that other models made may have more. */
    private static String toolId(JsonNode id) {
        return id.asString("").replaceAll("[^a-zA-Z0-9_-]", "_");
    }
}
