package io.quartermaster.protocol.translation;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * The items of a response, one after another, each told in OpenAI's events: begun, in pieces, and then whole. All of them are told once more at
 * the end, so they are kept; no model writes more than is kept.
 */
final class ResponseOutput {

    static final String OUTPUT_TEXT = "output_text";
    static final String REFUSAL = "refusal";

    private static final int MOST_HELD = 4 << 20;
    private static final int ITEM_BYTES = 256;

    private enum Open {
        NOTHING,
        REASONING,
        MESSAGE,
        CALL
    }

    private final ResponseEvents events;
    private final List<String> finished = new ArrayList<>();
    private final StringBuilder said = new StringBuilder(); // by the part that is open
    private String base = "";
    private Open open = Open.NOTHING;
    private ObjectNode item = Trees.JSON.createObjectNode();
    private String part = "";
    private CarriedThoughts thoughts = new CarriedThoughts();
    private int ended; // octets of the items that have ended, about
    private int begun; // and of the one that has not

    ResponseOutput(ResponseEvents events) {
        this.events = events;
    }

    /** @param base what ids of items are made of */
    void named(String base) {
        this.base = base;
    }

    int held() {
        return ended + begun;
    }

    /** Nothing of it is needed any more. */
    void drop() {
        finished.clear();
        ended = 0;
        begun = 0;
    }

    void think(String text) {
        if (text.isEmpty()) {
            return;
        }
        beginReasoning();
        if (part.isEmpty()) {
            part = "summary_text";
            ObjectNode event = atSummary();
            event.putObject("part").put("type", part).put("text", "");
            events.send("response.reasoning_summary_part.added", event);
        }
        keep(text);
        events.send("response.reasoning_summary_text.delta", atSummary().put("delta", text));
    }

    /** Thoughts that their model signed; they were told before, unless it hides them. */
    void sign(JsonNode block) {
        beginReasoning();
        thoughts.addBlock(block);
        grow(block.toString().length());
        close(true);
    }

    /** The thoughts that led to a call, as their model wants them back. */
    void sign(String callId, String signature) {
        beginReasoning();
        thoughts.addSignature(callId, signature);
        grow(callId.length() + signature.length());
    }

    private void beginReasoning() {
        if (open != Open.REASONING) {
            close(true);
            begin(Open.REASONING, item("rs", "reasoning"));
        }
    }

    /** @param kind of a part: a text, or a refusal of one */
    void say(String kind, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (open != Open.MESSAGE) {
            close(true);
            begin(
                    Open.MESSAGE,
                    item("msg", "message").put("status", "in_progress").put("role", "assistant"));
        }
        if (!part.equals(kind)) {
            endPart();
            part = kind;
            events.send("response.content_part.added", atContent().set("part", part("")));
        }
        keep(text);
        ObjectNode event = atContent().put("delta", text);
        if (kind.equals(OUTPUT_TEXT)) {
            event.putArray("logprobs");
        }
        events.send("response." + kind + ".delta", event);
    }

    void beginCall(String callId, String name) {
        close(true);
        begin(
                Open.CALL,
                item("fc", "function_call")
                        .put("status", "in_progress")
                        .put("call_id", callId)
                        .put("name", name)
                        .put("arguments", ""));
    }

    void arguments(String fragment) {
        keep(fragment);
        events.send("response.function_call_arguments.delta", at().put("delta", fragment));
    }

    /** Ends what is open; {@code whole}: the model said all of it. */
    void close(boolean whole) {
        switch (open) {
            case NOTHING -> {
                return;
            }
            case REASONING -> endReasoning();
            case MESSAGE -> {
                endPart();
                item.put("status", whole ? "completed" : "incomplete");
            }
            case CALL -> {
                item.put("arguments", said.toString()).put("status", whole ? "completed" : "incomplete");
                events.send(
                        "response.function_call_arguments.done",
                        at().put("name", item.path("name").asString("")).put("arguments", said.toString()));
            }
        }
        ObjectNode event = Trees.JSON.createObjectNode().put("output_index", finished.size());
        events.send("response.output_item.done", event.set("item", item));
        finish(item.toString());
    }

    private void finish(String text) {
        finished.add(text);
        ended += ITEM_BYTES + text.length();
        begun = 0;
        open = Open.NOTHING;
        part = "";
        said.setLength(0);
    }

    /** All items that have ended. */
    JsonNode items() {
        return Trees.JSON.getNodeFactory().rawValueNode(new RawValue("[" + String.join(",", finished) + "]"));
    }

    private void begin(Open kind, ObjectNode begun) {
        open = kind;
        item = begun;
        grow(ITEM_BYTES);
        ObjectNode event = Trees.JSON.createObjectNode().put("output_index", finished.size());
        events.send("response.output_item.added", event.set("item", item));
    }

    private ObjectNode item(String prefix, String type) {
        ObjectNode made = Trees.JSON
                .createObjectNode()
                .put("id", prefix + "_" + base + "_" + finished.size())
                .put("type", type);
        switch (type) {
            case "reasoning" -> made.putArray("summary");
            case "message" -> made.putArray("content");
            default -> {}
        }
        return made;
    }

    private void endReasoning() {
        if (!part.isEmpty()) {
            events.send("response.reasoning_summary_text.done", atSummary().put("text", said.toString()));
            ObjectNode whole = Trees.JSON.createObjectNode().put("type", part).put("text", said.toString());
            events.send("response.reasoning_summary_part.done", atSummary().set("part", whole));
            ((ArrayNode) item.path("summary")).add(whole);
        }
        if (!thoughts.isEmpty()) {
            item.put("encrypted_content", thoughts.text());
            thoughts = new CarriedThoughts();
        }
    }

    private void endPart() {
        if (part.isEmpty()) {
            return;
        }
        ObjectNode done = atContent();
        if (part.equals(OUTPUT_TEXT)) {
            done.put("text", said.toString()).putArray("logprobs");
        } else {
            done.put(REFUSAL, said.toString());
        }
        events.send("response." + part + ".done", done);
        ObjectNode whole = part(said.toString());
        events.send("response.content_part.done", atContent().set("part", whole));
        ((ArrayNode) item.path("content")).add(whole);
        part = "";
        said.setLength(0);
    }

    private ObjectNode part(String text) {
        ObjectNode made = Trees.JSON.createObjectNode().put("type", part);
        if (part.equals(REFUSAL)) {
            return made.put(REFUSAL, text);
        }
        made.put("text", text).putArray("annotations");
        made.putArray("logprobs");
        return made;
    }

    private ObjectNode at() {
        return Trees.JSON
                .createObjectNode()
                .put("item_id", item.path("id").asString(""))
                .put("output_index", finished.size());
    }

    private ObjectNode atContent() {
        return at().put("content_index", item.path("content").size());
    }

    private ObjectNode atSummary() {
        return at().put("summary_index", 0);
    }

    private void keep(String text) {
        said.append(text);
        grow(text.length());
    }

    private void grow(int more) {
        begun += more;
        if (held() > MOST_HELD) {
            throw Trees.unreadable("an answer that is longer than any model's");
        }
    }
}
