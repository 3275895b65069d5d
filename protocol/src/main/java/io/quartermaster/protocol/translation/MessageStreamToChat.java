package io.quartermaster.protocol.translation;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events of Anthropic's messages as chunks of OpenAI's chat completions, one by one as they arrive. The last chunk is always the
 * usage.
 */
final class MessageStreamToChat implements ChunkSource {

    private static final JsonMapper JSON = Trees.JSON;

    /** What is kept of a block that has just begun, roughly. */
    private static final int BLOCK_BYTES = 1 << 10;

    /** A content block that is being streamed. */
    private static final class Block {
        final JsonNode start;
        final int call;
        final StringBuilder thoughts = new StringBuilder();
        final StringBuilder signature = new StringBuilder();
        int bytes;
        boolean hasArguments;

        Block(JsonNode start, int call) {
            this.start = start;
            this.call = call;
        }
    }

    private final long created;
    private final Usages chunks;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final ObjectNode usage = JSON.createObjectNode();
    private ChunkHead head;
    private String stopReason = "";
    private int calls;
    private int held;
    private boolean over;

    MessageStreamToChat(Usages chunks, long createdSeconds) {
        this.chunks = chunks;
        this.created = createdSeconds;
        this.head = new ChunkHead("", createdSeconds, "");
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean end() {
        return over; // without message_stop it was cut
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public void data(String data) {
        event(JSON.readTree(data));
    }

    private void event(JsonNode event) {
        switch (event.path("type").asString("")) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                head = new ChunkHead(
                        Trees.name(message.path("id"), ""), created, Trees.name(message.path("model"), ""));
                update(message.path("usage"));
                if (!usage.isEmpty()) {
                    chunks.reportedInput(MessageToChat.usage(usage));
                }
                chunk(delta().put("role", "assistant").put("content", ""));
            }
            case "content_block_start" -> begin(event.path("index").asInt(0), event.path("content_block"));
            case "content_block_delta" -> {
                Block block = blocks.get(event.path("index").asInt(0));
                if (block == null) {
                    throw Trees.unreadable("more of a block that never began");
                }
                add(block, event.path("delta"));
            }
            case "content_block_stop" -> {
                Block block = blocks.remove(event.path("index").asInt(0));
                if (block != null) {
                    held -= block.bytes;
                    end(block);
                }
            }
            case "message_delta" -> {
                stopReason = event.at("/delta/stop_reason").asString(stopReason);
                update(event.path("usage"));
            }
            case "message_stop" -> finish();
            case "error" -> {
                over = true;
                chunks.error(MessageToChat.error(event));
            }
            case "ping" -> chunks.alive();
            default -> {} // what is yet to come: the API says to skip it
        }
    }

    private void begin(int index, JsonNode start) {
        boolean call = start.path("type").asString("").equals("tool_use");
        Block block = new Block(start, call ? calls++ : -1);
        blocks.put(index, block);
        grow(block, BLOCK_BYTES + start.toString().length());
        if (call) {
            ObjectNode delta = delta();
            delta.putArray("tool_calls")
                    .addObject()
                    .put("index", calls - 1)
                    .put("id", start.path("id").asString(""))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", start.path("name").asString(""))
                    .put("arguments", "");
            chunk(delta);
        } else if (!start.path("text").asString("").isEmpty()) {
            chunks.content(head, start.path("text").asString(""));
        }
    }

    private void grow(Block block, int more) {
        block.bytes += more;
        held += more;
    }

    private void add(Block block, JsonNode delta) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> chunks.content(head, delta.path("text").asString(""));
            case "input_json_delta" ->
                arguments(block, delta.path("partial_json").asString(""));
            case "thinking_delta" -> {
                String thought = delta.path("thinking").asString("");
                block.thoughts.append(thought);
                grow(block, thought.length());
                chunk(delta().put("reasoning_content", thought));
            }
            case "signature_delta" -> {
                String part = delta.path("signature").asString("");
                block.signature.append(part);
                grow(block, part.length());
            }
            default -> {}
        }
    }

    private void arguments(Block block, String fragment) {
        if (block.call >= 0 && !fragment.isEmpty()) {
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

    private void end(Block block) {
        if (block.call >= 0 && !block.hasArguments) {
            JsonNode input = block.start.path("input");
            arguments(block, input.isObject() ? input.toString() : "{}"); // clients parse what they were given
        }
        String type = block.start.path("type").asString("");
        if (type.equals("thinking")) {
            ObjectNode delta = delta();
            delta.putArray("thinking_blocks")
                    .addObject()
                    .put("type", type)
                    .put("thinking", block.thoughts.toString())
                    .put("signature", block.signature.toString());
            chunk(delta);
        } else if (type.equals("redacted_thinking")) {
            ObjectNode delta = delta();
            delta.putArray("thinking_blocks").add(block.start);
            chunk(delta);
        }
    }

    private void finish() {
        over = true;
        ObjectNode last = head.bare();
        ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", MessageToChat.finishReason(stopReason));
        chunks.chunk(last);
        ObjectNode cost = head.bare();
        cost.putArray("choices");
        if (!usage.isEmpty()) {
            cost.set("usage", MessageToChat.usage(usage));
        }
        chunks.chunk(cost);
        chunks.done();
    }

    /** Later counts replace earlier ones; what they leave out stays. */
    private void update(JsonNode counts) {
        for (String name : MessageToChat.COUNTS) {
            if (counts.path(name).isNumber()) {
                usage.set(name, counts.path(name));
            }
        }
    }

    private static ObjectNode delta() {
        return JSON.createObjectNode();
    }

    private void chunk(ObjectNode delta) {
        chunks.chunk(head.delta(delta));
    }
}
