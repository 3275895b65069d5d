package io.quartermaster.usage.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a segment: what it is, the version of its format, its number, their code; then, written again and again, up to
 * where the database has its settled entries, once plain and once inverted.
 */
final class SegmentHead {

    static final int BYTES = 64;

    /** Of what {@link EntryWriter} writes. A release reads its own and every earlier one. */
    static final int VERSION = 2;

    private static final long MAGIC = 0x4C4F4F50534D51L; // "QMSPOOL" and a zero
    private static final int VERSION_AT = 8;
    private static final int NUMBER_AT = 16;
    private static final int CODE_AT = 24;
    private static final int CHECKPOINT_AT = 32;
    private static final int INVERTED_AT = 40;

    private SegmentHead() {}

    static void write(ByteBuffer memory, long number) {
        memory.putLong(0, MAGIC);
        memory.putInt(VERSION_AT, VERSION);
        memory.putLong(NUMBER_AT, number);
        memory.putInt(CODE_AT, code(memory));
        checkpoint(memory, BYTES);
    }

    /** Whether it is a head, and whole. */
    static boolean isWhole(ByteBuffer memory) {
        return memory.capacity() >= BYTES && memory.getLong(0) == MAGIC && memory.getInt(CODE_AT) == code(memory);
    }

    static int version(ByteBuffer memory) {
        return memory.getInt(VERSION_AT);
    }

    /** Says that the database has all settled entries that begin before this place. */
    static void checkpoint(ByteBuffer memory, int at) {
        memory.putLong(CHECKPOINT_AT, at);
        memory.putLong(INVERTED_AT, ~(long) at);
    }

    /** The beginning when nobody said, or when it was being said as the process died: writing twice does no harm. */
    static int checkpoint(ByteBuffer memory) {
        long at = memory.getLong(CHECKPOINT_AT);
        return at == ~memory.getLong(INVERTED_AT) && at >= BYTES && at <= memory.capacity() ? (int) at : BYTES;
    }

    private static int code(ByteBuffer memory) {
        CRC32C crc = new CRC32C();
        crc.update(memory.slice(0, CODE_AT));
        return (int) crc.getValue();
    }
}
