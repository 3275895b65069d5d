package io.quartermaster.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF. A JSON parser that skips a string checks less. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The offset of the first byte that is not well-formed, or -1. */
    static int firstFault(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = sequenceLength(bytes, at);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return -1;
    }

    /** The length of the well-formed sequence of two to four bytes at {@code at}, or 0 (Unicode, table 3-7). */
    private static int sequenceLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = byteAt(bytes, at + 1);
        if (first >= 0xc2 && first <= 0xdf) {
            return continues(second) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            boolean secondFits =
                    continues(second) && (first != 0xe0 || second >= 0xa0) && (first != 0xed || second <= 0x9f);
            return secondFits && continues(byteAt(bytes, at + 2)) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            boolean secondFits =
                    continues(second) && (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second <= 0x8f);
            return secondFits && continues(byteAt(bytes, at + 2)) && continues(byteAt(bytes, at + 3)) ? 4 : 0;
        }
        return 0;
    }

    private static int byteAt(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }

    private static boolean continues(int octet) {
        return (octet & 0xc0) == 0x80;
    }
}
