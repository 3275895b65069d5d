package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.node.ObjectNode;

/** What all chunks of one stream begin with. */
final class ChunkHead {

    private static final byte[] AFTER_CONTENT = "},\"finish_reason\":null}]}".getBytes(UTF_8);

    private final String id;
    private final long created;
    private final String model;
    private final byte[] beforeContent;

    ChunkHead(String id, long createdSeconds, String model) {
        this.id = id;
        this.created = createdSeconds;
        this.model = model;
        byte[] whole = Trees.JSON.writeValueAsBytes(delta(Trees.JSON.createObjectNode()));
        this.beforeContent = new String(whole, 0, whole.length - AFTER_CONTENT.length, UTF_8)
                .concat("\"content\":")
                .getBytes(UTF_8);
    }

    /** A chunk without choices. */
    ObjectNode bare() {
        return Trees.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    ObjectNode delta(ObjectNode delta) {
        ObjectNode chunk = bare();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return chunk;
    }

    /** What {@link #delta} would be written as, for a delta with nothing but {@code content}. */
    byte[] content(String text) {
        byte[] quoted;
        try {
            quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        } catch (
                IllegalArgumentException
                        halfALetter) { // some providers cut between the halves of one: both are told, and make one
            // again
            return Trees.JSON.writeValueAsBytes(
                    delta(Trees.JSON.createObjectNode().put("content", text)));
        }
        byte[] json = new byte[beforeContent.length + quoted.length + 2 + AFTER_CONTENT.length];
        System.arraycopy(beforeContent, 0, json, 0, beforeContent.length);
        int at = beforeContent.length;
        json[at++] = '"';
        System.arraycopy(quoted, 0, json, at, quoted.length);
        at += quoted.length;
        json[at++] = '"';
        System.arraycopy(AFTER_CONTENT, 0, json, at, AFTER_CONTENT.length);
        return json;
    }
}
