package io.quartermaster.protocol.translation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Numbers the events of a response and writes them; those of one that nobody streams go nowhere. */
final class ResponseEvents {

    private final @Nullable EventWriter writer;
    private int number;

    private ResponseEvents(@Nullable EventWriter writer) {
        this.writer = writer;
    }

    static ResponseEvents to(EventWriter writer) {
        return new ResponseEvents(writer);
    }

    static ResponseEvents unheard() {
        return new ResponseEvents(null);
    }

    void send(String type, ObjectNode fields) {
        if (writer != null) {
            ObjectNode event = Trees.JSON.createObjectNode().put("type", type).put("sequence_number", number++);
            writer.event(type, event.setAll(fields));
        }
    }

    /** A comment, which has no number. */
    void alive() {
        if (writer != null) {
            writer.ascii(": still there\n\n");
        }
    }
}
