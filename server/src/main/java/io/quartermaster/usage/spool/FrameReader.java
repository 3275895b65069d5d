package io.quartermaster.usage.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Goes through the whole frames between two places of a segment. What is none, because it was never finished or was damaged later, is
 * passed over: after it, every place where a frame may begin is tried.
 */
final class FrameReader {

    private final ByteBuffer memory;
    private final int limit;
    private final CRC32C crc = new CRC32C();
    private int at;
    private int next;
    private int length;
    private int damaged;

    FrameReader(ByteBuffer memory, int from, int limit) {
        this.memory = memory;
        this.limit = limit;
        this.next = from;
    }

    /** Goes to the next whole frame; false when there is none. */
    boolean next() {
        boolean between = false;
        for (int place = next; place + Frame.HEAD < limit; place += Long.BYTES) {
            int claimed = memory.getInt(place);
            if (claimed > 0
                    && claimed <= Frame.MOST - Frame.HEAD
                    && claimed <= limit - place - Frame.HEAD
                    && memory.getInt(place + Integer.BYTES) == Frame.code(crc, memory, place, claimed)) {
                at = place;
                length = claimed;
                next = place + Frame.bytes(claimed);
                return true;
            }
            if (!between && memory.getLong(place) != 0) {
                between = true;
                damaged++;
            }
        }
        next = limit;
        return false;
    }

    /** Where the frame begins. */
    int at() {
        return at;
    }

    /** Where the next may begin. */
    int end() {
        return next;
    }

    EntryReader entry() {
        return new EntryReader(memory.slice(at + Frame.HEAD, length));
    }

    /** The count in its slot. */
    long count() {
        return Frame.count(memory.getLong(at + Frame.SLOT));
    }

    /** How many stretches were passed over so far: torn or damaged entries. */
    int damaged() {
        return damaged;
    }
}
