package io.quartermaster.protocol.translation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The data of one server-sent event. */
final class SseData {

    private static final String FIELD = "data:";

    private SseData() {}

    /** The lines of {@code data} of a frame as one text; empty where it has none, as comments and signs of life have. */
    static Optional<String> find(byte[] bytes, int from, int to) {
        String frame = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        List<String> data = frame.lines()
                .filter(line -> line.startsWith(FIELD))
                .map(line -> line.substring(FIELD.length()).strip())
                .toList();
        String joined = String.join("\n", data);
        return joined.isBlank() ? Optional.empty() : Optional.of(joined);
    }
}
