package io.quartermaster.usage.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How an entry lies in a segment: {@code int} length of its body, {@code int} CRC32C of length and body, {@code long} slot, the body,
 * zeros up to a multiple of eight. The slot is outside the code, for it is written again and again in place, which is one aligned store
 * and so never half done; it carries a code of its own.
 */
final class Frame {

    static final int HEAD = 16;
    static final int SLOT = 8;

    /** No entry is larger: the longest texts in it are bounded where they enter. */
    static final int MOST = 2_048;

    private static final int CODE_BITS = 16;
    private static final long MOST_VALUE = (1L << (63 - CODE_BITS)) - 1;

    private Frame() {}

    /** The room that a frame with such a body takes. */
    static int bytes(int bodyLength) {
        return (HEAD + bodyLength + 7) & ~7;
    }

    /** The code of a frame whose body begins at {@link #HEAD} of {@code bytes}. */
    static int code(CRC32C crc, byte[] bytes, int bodyLength) {
        crc.reset();
        crc.update(bytes, 0, Integer.BYTES);
        crc.update(bytes, HEAD, bodyLength);
        return (int) crc.getValue();
    }

    /** The same of a frame in a file. */
    static int code(CRC32C crc, ByteBuffer memory, int at, int bodyLength) {
        crc.reset();
        crc.update(memory.slice(at, Integer.BYTES));
        crc.update(memory.slice(at + HEAD, bodyLength));
        return (int) crc.getValue();
    }

    /** A count as it lies in a slot. */
    static long slot(long count) {
        long value = Math.clamp(count, 0, MOST_VALUE);
        return value << CODE_BITS | code(value);
    }

    /** The count in a slot; the largest there is when it cannot be read, for nothing may be given away. */
    static long count(long slot) {
        long value = slot >>> CODE_BITS;
        return slot == slot(value) ? value : Long.MAX_VALUE;
    }

    private static long code(long value) {
        long mixed =
                (value + 1) * 0x9E3779B97F4A7C15L; // so that no count's slot is zero, which is what a hole looks like
        return mixed >>> (64 - CODE_BITS) | 1;
    }
}
