package io.quartermaster.protocol;

import java.util.Arrays;

/** Reads the usage of a long answer while it passes by in pieces, in constant memory. */
public final class UsageTap {

    private static final int KEY_LENGTH = "\"usage\"".length();
    private static final int MAX_OBJECT = 16 * 1024;
    private static final byte[] NOTHING = {};

    private byte[] held = NOTHING;
    private TokenUsage usage = TokenUsage.UNKNOWN;

    public TokenUsage usage() {
        return usage;
    }

    public void accept(byte[] piece) {
        byte[] bytes = held.length == 0 ? piece : joined(held, piece);
        int from = 0;
        int key;
        while ((key = UsageReader.firstKey(bytes, from, bytes.length)) >= 0) {
            int object = UsageReader.objectAfter(bytes, key + KEY_LENGTH, bytes.length);
            TokenUsage found = object < 0 ? TokenUsage.UNKNOWN : UsageReader.parse(bytes, object, bytes.length);
            if (found.isKnown()) {
                usage = found;
            } else if (bytes.length - key < MAX_OBJECT) {
                held = Arrays.copyOfRange(
                        bytes, key, bytes.length); // perhaps only cut off: judge it with the next piece
                return;
            }
            from = key + KEY_LENGTH;
        }
        held = Arrays.copyOfRange(bytes, Math.max(from, bytes.length - KEY_LENGTH + 1), bytes.length);
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
