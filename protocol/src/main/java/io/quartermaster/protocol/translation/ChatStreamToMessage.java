package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chunks of a chat completion as the events of Anthropic's messages, in the order that Anthropic sends them: one content block after
 * another, each begun and ended. Calls of tools whose fragments come mixed wait for those before them.
 */
final class ChatStreamToMessage implements ChunkSink {

    private enum Open {
        NOTHING,
        THOUGHTS,
        TEXT,
        TOOLS
    }

    private final EventWriter events;
    private final ToolBlocks tools;
    private Open open = Open.NOTHING;
    private int blocks;
    private boolean started;
    private boolean called;
    private boolean refused;
    private String finishReason = "";
    private ObjectNode usage = ChatToMessage.usage(Trees.JSON.missingNode());

    ChatStreamToMessage(EventWriter events) {
        this.events = events;
        this.tools = new ToolBlocks(new ToolBlocks.Blocks() {
            @Override
            public void begin(String id, String name) {
                ObjectNode block = Trees.JSON
                        .createObjectNode()
                        .put("type", "tool_use")
                        .put("id", id)
                        .put("name", name);
                block.putObject("input");
                ChatStreamToMessage.this.begin(block);
            }

            @Override
            public void arguments(String fragment) {
                delta(Trees.JSON
                        .createObjectNode()
                        .put("type", "input_json_delta")
                        .put("partial_json", fragment));
            }

            @Override
            public void end() {
                ChatStreamToMessage.this.end();
            }
        });
    }

    @Override
    public int held() {
        return tools.held();
    }

    @Override
    public void chunk(ObjectNode chunk) {
        if (!started && !chunk.path("choices").isEmpty()) { // one before it may tell of filters, without a name
            start(chunk);
        }
        if (chunk.path("usage").isObject()) {
            usage = ChatToMessage.usage(chunk.path("usage"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        ChatContent said = ChatContent.of(delta.path("content"));
        say(Open.THOUGHTS, ChatToMessage.thoughts(delta) + said.thoughts());
        delta.path("thinking_blocks").forEach(this::sign);
        say(Open.TEXT, said.text());
        if (!delta.path("refusal").asString("").isEmpty()) {
            refused = true;
            say(Open.TEXT, delta.path("refusal").asString(""));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            called = true;
            if (open != Open.TOOLS) {
                close();
                open = Open.TOOLS;
            }
            tools.fragment(call);
        }
        finishReason = choice.path("finish_reason").asString(finishReason);
    }

    private void start(JsonNode chunk) {
        started = true;
        ObjectNode event = type("message_start");
        ObjectNode message = ChatToMessage.head(chunk);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", usage);
        event.set("message", message);
        events.event("message_start", event);
        events.event("ping", type("ping"));
    }

    private void say(Open kind, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (open != kind) {
            close();
            ObjectNode block = Trees.JSON.createObjectNode();
            if (kind == Open.THOUGHTS) {
                block.put("type", "thinking").put("thinking", "").put("signature", "");
            } else {
                block.put("type", "text").put("text", "");
            }
            begin(block);
            open = kind;
        }
        ObjectNode delta = Trees.JSON.createObjectNode();
        delta(
                kind == Open.THOUGHTS
                        ? delta.put("type", "thinking_delta").put("thinking", text)
                        : delta.put("type", "text_delta").put("text", text));
    }

    /** Who signs its thoughts has said them by then; one that did not say them is hiding them. */
    private void sign(JsonNode block) {
        if (open == Open.THOUGHTS && block.path("signature").isString()) {
            delta(Trees.JSON
                    .createObjectNode()
                    .put("type", "signature_delta")
                    .put("signature", block.path("signature").stringValue()));
            close();
        } else if (block.path("type").asString("").equals("redacted_thinking")) {
            close();
            begin(Trees.object(block));
            end();
        }
    }

    private void begin(ObjectNode block) {
        ObjectNode event = type("content_block_start").put("index", blocks);
        event.set("content_block", block);
        events.event("content_block_start", event);
    }

    private void delta(ObjectNode delta) {
        ObjectNode event = type("content_block_delta").put("index", blocks);
        event.set("delta", delta);
        events.event("content_block_delta", event);
    }

    private void end() {
        events.event("content_block_stop", type("content_block_stop").put("index", blocks++));
    }

    private void close() {
        switch (open) {
            case NOTHING -> {}
            case THOUGHTS, TEXT -> end();
            case TOOLS -> tools.finish();
        }
        open = Open.NOTHING;
    }

    @Override
    public void done() {
        if (!started) {
            start(Trees.JSON.missingNode());
        }
        close();
        ObjectNode event = type("message_delta");
        event.putObject("delta")
                .put("stop_reason", ChatToMessage.stopReason(finishReason, called, refused))
                .putNull("stop_sequence");
        event.set("usage", usage);
        events.event("message_delta", event);
        events.event("message_stop", type("message_stop"));
    }

    @Override
    public void error(ObjectNode error) {
        events.event("error", ChatToMessage.error(error, 500));
    }

    @Override
    public void alive() {
        events.event("ping", type("ping"));
    }

    private static ObjectNode type(String type) {
        return Trees.JSON.createObjectNode().put("type", type);
    }
}
