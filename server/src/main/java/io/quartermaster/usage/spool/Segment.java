package io.quartermaster.usage.spool;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file of entries, mapped into memory: what is appended is in the operating system's hands at once, without a call to it, and outlives
 * this process however it ends. One event loop writes; others read up to {@link #end}, force, and say what the database has.
 */
final class Segment {

    private static final int PAGE = 4_096;

    private final Path file;
    private final Arena arena;
    private final MappedByteBuffer memory;
    private final AtomicInteger end = new AtomicInteger(SegmentHead.BYTES);
    private final AtomicBoolean touched = new AtomicBoolean();
    private volatile boolean left;
    private int position = SegmentHead.BYTES;

    private Segment(Path file, Arena arena, MappedByteBuffer memory) {
        this.file = file;
        this.arena = arena;
        this.memory = memory;
    }

    static Segment create(Path file, FileChannel channel, long number) throws IOException {
        Arena arena = Arena.ofShared();
        MappedByteBuffer memory = (MappedByteBuffer) channel.map(MapMode.READ_WRITE, 0, channel.size(), arena)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int page = 0; page < memory.capacity(); page += PAGE) {
            memory.put(page, (byte) 0); // here, or an event loop has the page faults: measured, two thirds of an append
        }
        SegmentHead.write(memory, number);
        return new Segment(file, arena, memory);
    }

    Path file() {
        return file;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** For the writer: how much more goes in. */
    int room() {
        return memory.capacity() - position;
    }

    /** Appends a frame and answers with its place; the caller has made sure that there is room. */
    int append(byte[] frame, int length) {
        int at = position;
        memory.put(at, frame, 0, length);
        position = at + length;
        end.setRelease(position);
        touch();
        return at;
    }

    /** Appends a frame of another segment as it is there. */
    int carry(Segment from, int at) {
        int length = Frame.bytes(from.memory.getInt(at));
        int to = position;
        memory.put(to, from.memory, at, length);
        position = to + length;
        end.setRelease(position);
        touch();
        return to;
    }

    /** Writes a count into the slot of the frame at this place. */
    void count(int at, long count) {
        memory.putLong(at + Frame.SLOT, Frame.slot(count));
        touch();
    }

    private void touch() {
        if (!touched.getPlain()) {
            touched.setRelease(true);
        }
    }

    /** For readers: everything before this is whole. */
    int end() {
        return end.getAcquire();
    }

    /** Its writer has gone on to another, and taken its open calls along. */
    void leave() {
        left = true;
    }

    boolean isLeft() {
        return left;
    }

    /** Says that the database has all settled entries before this place. */
    void checkpoint(int at) {
        SegmentHead.checkpoint(memory, at);
    }

    /** Forces what was written since the last time to the disk. */
    void force() {
        if (touched.getAndSet(false)) {
            memory.force(0, end());
        }
    }

    /** To be called when nobody reads, writes or forces it any more. */
    void unmap() {
        arena.close();
    }
}
