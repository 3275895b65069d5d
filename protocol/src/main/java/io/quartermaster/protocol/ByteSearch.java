package io.quartermaster.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for an octet eight at a time: each octet of each stream comes by here, most of them for nothing. */
final class ByteSearch {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    private ByteSearch() {}

    /** The first offset at or after {@code from} of either octet, or {@code to}. */
    static int first(byte[] bytes, int from, int to, char one, char other) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            long hits = hits(eight, one) | hits(eight, other);
            if (hits != 0) {
                return at + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at;
    }

    /** The last offset before {@code to} of the octet, or one less than {@code from}. */
    static int last(byte[] bytes, int from, int to, char octet) {
        int end = to;
        for (; end - Long.BYTES >= from; end -= Long.BYTES) {
            long hits = hits((long) LONGS.get(bytes, end - Long.BYTES), octet);
            if (hits != 0) {
                return end - 1 - Long.numberOfLeadingZeros(hits) / Byte.SIZE;
            }
        }
        do {
            end--;
        } while (end >= from && bytes[end] != octet);
        return end;
    }

    /** The top bit of each of the eight octets that is this one, an ASCII character; exact, unlike shorter formulas. */
    private static long hits(long eight, char octet) {
        long zeroWhereEqual = eight ^ (octet * ONES);
        return ~(((zeroWhereEqual & LOW_BITS) + LOW_BITS) | zeroWhereEqual | LOW_BITS);
    }
}
