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
        ascii("data: ");
        out.writeBytes(Trees.JSON.writeValueAsBytes(data));
        ascii("\n\n");
    }

    void event(String name, JsonNode data) {
        ascii("event: " + name + "\n");
        data(data);
    }

    void ascii(String text) {
        used = true;
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
