package io.quartermaster.protocol.translation;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events of Bedrock's ConverseStream as chunks of chat completions
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html). Each is an object with one member, the
 * event's name. How much it cost comes after the message's end.
 */
final class ConverseStreamToChat implements ChunkSource {

    /** What is kept of a block that has just begun, roughly. */
    private static final int BLOCK_BYTES = 1 << 9;

    /** A content block that is being streamed. */
    private static final class Block {
        final int call;
        final StringBuilder thoughts = new StringBuilder();
        final StringBuilder signature = new StringBuilder();
        boolean isThought;
        boolean hasArguments;
        int bytes;

        Block(int call) {
            this.call = call;
        }
    }

    private final Usages chunks;
    private final ObjectNode head;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private int calls;
    private int held;
    private String stopReason = "";
    private boolean stopped;
    private boolean over;

    ConverseStreamToChat(Usages chunks, ObjectNode head) {
        this.chunks = chunks;
        this.head = head;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public int held() {
        return held;
    }

    /** What has told why it ended is whole, even where its cost did not come any more. */
    @Override
    public boolean end() {
        if (!over && stopped) {
            finish(Trees.JSON.missingNode());
        }
        return over;
    }

    @Override
    public void data(String data) {
        Trees.object(Trees.JSON.readTree(data)).forEachEntry(this::event);
    }

    private void event(String name, JsonNode event) {
        if (over) {
            return;
        }
        int index = event.path("contentBlockIndex").asInt(0);
        switch (name) {
            case "messageStart" -> chunk(delta().put("role", "assistant").put("content", ""));
            case "contentBlockStart" -> begin(index, event.at("/start/toolUse"));
            case "contentBlockDelta" -> add(index, event.path("delta"));
            case "contentBlockStop" -> {
                Block block = blocks.remove(index);
                if (block != null) {
                    end(block);
                }
            }
            case "messageStop" -> {
                stopReason = event.path("stopReason").asString("");
                stopped = true;
            }
            case "metadata" -> finish(event.path("usage"));
            default -> {
                if (name.endsWith("Exception")) {
                    over = true;
                    chunks.error(ConverseToChat.error(name, event));
                } // else something that is yet to come
            }
        }
    }

    private void begin(int index, JsonNode use) {
        Block block = block(index, use.isObject() ? calls++ : -1);
        if (block.call >= 0) {
            ObjectNode delta = delta();
            delta.putArray("tool_calls")
                    .addObject()
                    .put("index", block.call)
                    .put("id", use.path("toolUseId").asString(""))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", use.path("name").asString(""))
                    .put("arguments", "");
            chunk(delta);
        }
    }

    private Block block(int index, int call) {
        Block block = new Block(call);
        Block before = blocks.put(index, block);
        held -= before == null ? 0 : before.bytes;
        grow(block, BLOCK_BYTES);
        return block;
    }

    private void grow(Block block, int more) {
        block.bytes += more;
        held += more;
    }

    /** Blocks of text and thoughts begin with what they say. */
    private void add(int index, JsonNode delta) {
        Block known = blocks.get(index);
        Block block = known == null ? block(index, -1) : known;
        if (delta.path("text").isString()) {
            chunk(delta().set("content", delta.path("text")));
        } else if (delta.path("toolUse").isObject()) {
            arguments(block, delta.at("/toolUse/input").asString(""));
        } else if (delta.path("reasoningContent").isObject()) {
            think(block, delta.path("reasoningContent"));
        }
    }

    private void arguments(Block block, String fragment) {
        if (block.call < 0) {
            throw Trees.unreadable("more of a call that never began");
        }
        if (!fragment.isEmpty()) {
            block.hasArguments = true;
            ObjectNode delta = delta();
            delta.putArray("tool_calls")
                    .addObject()
                    .put("index", block.call)
                    .putObject("function")
                    .put("arguments", fragment);
            chunk(delta);
        }
    }

    private void think(Block block, JsonNode reasoning) {
        if (reasoning.path("redactedContent").isString()) {
            ObjectNode delta = delta();
            delta.putArray("thinking_blocks").add(ConverseToChat.redacted(reasoning.path("redactedContent")));
            chunk(delta);
            return;
        }
        block.isThought = true;
        String thought = reasoning.path("text").asString("");
        String signature = reasoning.path("signature").asString("");
        block.thoughts.append(thought);
        block.signature.append(signature);
        grow(block, thought.length() + signature.length());
        if (!thought.isEmpty()) {
            chunk(delta().put("reasoning_content", thought));
        }
    }

    private void end(Block block) {
        held -= block.bytes;
        if (block.call >= 0 && !block.hasArguments) {
            arguments(block, "{}"); // clients parse what they were given
        } else if (block.isThought) {
            ObjectNode delta = delta();
            delta.putArray("thinking_blocks")
                    .add(ConverseToChat.thinking(block.thoughts.toString(), block.signature.toString()));
            chunk(delta);
        }
    }

    private void finish(JsonNode usage) {
        if (!stopped) {
            throw Trees.unreadable("a cost before the message's end");
        }
        over = true;
        held = 0;
        blocks.clear();
        if (ConverseToChat.failed(stopReason)) {
            if (usage.isObject()) {
                chunks.reported(ConverseToChat.usage(usage));
            }
            chunks.error(ConverseToChat.failure(stopReason));
            return;
        }
        ObjectNode last = head.deepCopy();
        ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", ConverseToChat.finishReason(stopReason));
        chunks.chunk(last);
        ObjectNode cost = head.deepCopy();
        cost.putArray("choices");
        if (usage.isObject()) {
            cost.set("usage", ConverseToChat.usage(usage));
        }
        chunks.chunk(cost);
        chunks.done();
    }

    private static ObjectNode delta() {
        return Trees.JSON.createObjectNode();
    }

    private void chunk(ObjectNode delta) {
        ObjectNode chunk = head.deepCopy();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        chunks.chunk(chunk);
    }
}
