package io.quartermaster.protocol.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/** The data of one server-sent event. */
final class SseData {

    private static final byte[] FIELD = "data:".getBytes(UTF_8);

    private SseData() {}

    /** The lines of {@code data} of a frame as one text; empty where it has none, as comments and signs of life have. */
    static Optional<String> find(byte[] bytes, int from, int to) {
        StringBuilder several = new StringBuilder(); // a frame may be thousands of short lines
        String found = "";
        boolean more = false;
        for (int line = from; line < to; ) {
            int end = endOfLine(bytes, line, to);
            if (isData(bytes, line, end)) {
                String data = new String(bytes, line + FIELD.length, end - line - FIELD.length, UTF_8).strip();
                if (more) {
                    several.append(several.isEmpty() ? found : "").append('\n').append(data);
                } else {
                    found = data;
                }
                more = true;
            }
            line = end + 1;
        }
        String whole = several.isEmpty() ? found : several.toString();
        return whole.isBlank() ? Optional.empty() : Optional.of(whole);
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static boolean isData(byte[] bytes, int line, int end) {
        return end - line >= FIELD.length && Arrays.equals(bytes, line, line + FIELD.length, FIELD, 0, FIELD.length);
    }
}
