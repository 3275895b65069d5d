package io.quartermaster.protocol.translation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Writes server-sent events to memory, from where they are taken. */
final class EventWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean used;

    /** Whether anything was ever written. */
    boolean isUsed() {
        return used;
    }

    byte[] take() {
        byte[] taken = out.toByteArray();
        out.reset();
        return taken;
    }

    void data(JsonNode data) {
        write("data: ", data);
    }

    void event(String name, JsonNode data) {
        write("event: " + name + "\ndata: ", data);
    }

    /** Of JSON that is written already. */
    void data(byte[] json) {
        ascii("data: ");
        out.writeBytes(json);
        ascii("\n\n");
    }

    /** All of it or nothing: whatever cannot be written must not leave half an event behind. */
    private void write(String before, JsonNode data) {
        byte[] json = Trees.JSON.writeValueAsBytes(data);
        ascii(before);
        out.writeBytes(json);
        ascii("\n\n");
    }

    void ascii(String text) {
        used = true;
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
