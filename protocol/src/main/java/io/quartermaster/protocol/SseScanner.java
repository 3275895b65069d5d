package io.quartermaster.protocol;

import java.util.Arrays;

/**
 * Splits a stream of server-sent events into frames as its pieces arrive, and passes on whole frames only: an incomplete tail
 * waits for the rest. Lines may end in LF, CRLF or CR. From a frame longer than the bound on, everything passes as it comes.
 */
public final class SseScanner {

    /** What looks at a frame before it is passed on. */
    @FunctionalInterface
    public interface Frames {
        /** Whether to pass on the frame between the offsets; its blank line is part of it. */
        boolean keep(byte[] bytes, int from, int to);

        /** A piece passes of what is not read frame by frame. */
        default void passes(byte[] bytes, int from, int to) {}
    }

    private static final byte[] NOTHING = {};
    private static final int WORTH_KEEPING = 16 << 10;

    private final int maxFrame;
    private final Frames frames;
    private byte[] tail = NOTHING;
    private int tailLength;
    private boolean lineEmpty = true;
    private boolean afterCr;
    private boolean overflowed;

    public SseScanner(int maxFrame, Frames frames) {
        this.maxFrame = maxFrame;
        this.frames = frames;
    }

    /** Whether a frame was longer than the bound, so that the rest of the stream is not looked at. */
    public boolean overflowed() {
        return overflowed;
    }

    /** How much memory the frame takes that is being read. */
    public int held() {
        return tail.length;
    }

    /** Gives up the frame that is being read, where there is no room for it: its bytes so far, and the rest of the stream passes unread. */
    public byte[] letGo() {
        byte[] rest = rest();
        tail = NOTHING;
        overflowed = true;
        frames.passes(rest, 0, rest.length);
        return rest;
    }

    /** Takes the next piece and returns what may be passed on now: the very same array when that is all of it. */
    public byte[] accept(byte[] piece) {
        if (overflowed) {
            frames.passes(piece, 0, piece.length);
            return piece;
        }
        if (tailLength == 0) {
            return split(piece, piece.length, 0);
        }
        int scanned = tailLength;
        append(piece, 0, piece.length);
        return split(tail, tailLength, scanned);
    }

    /** What is left when the stream ends: a frame without its blank line, not looked at. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOf(tail, tailLength);
        tailLength = 0;
        return rest;
    }

    private byte[] split(byte[] bytes, int length, int scanned) {
        byte[] out = NOTHING;
        int kept = 0; // start of the frames that were kept and are not in out yet
        int frame = 0; // start of the frame that is being read
        for (int at = scanned; at < length; ) {
            byte octet = bytes[at++];
            boolean restOfCrLf = afterCr && octet == '\n';
            afterCr = octet == '\r';
            if (restOfCrLf) {
                continue;
            }
            if (octet != '\n' && octet != '\r') {
                lineEmpty = false;
                at = ByteSearch.first(bytes, at, length, '\n', '\r');
                continue;
            }
            if (!lineEmpty) {
                lineEmpty = true;
                continue;
            }
            if (afterCr && at < length && bytes[at] == '\n') {
                at++;
                afterCr = false;
            }
            if (!frames.keep(bytes, frame, at)) {
                out = joined(out, bytes, kept, frame);
                kept = at;
            }
            frame = at;
        }
        return passOn(bytes, length, out, kept, frame);
    }

    private byte[] passOn(byte[] bytes, int length, byte[] out, int kept, int frame) {
        int left = length - frame;
        overflowed = left > maxFrame;
        int end = overflowed ? length : frame;
        if (overflowed) {
            frames.passes(bytes, frame, length);
        }
        if (kept == 0 && end == length && tailLength == 0) {
            return bytes;
        }
        if (end == 0 && tailLength > 0) {
            return NOTHING; // the tail only grew, and is where it belongs
        }
        byte[] passed = joined(out, bytes, kept, end);
        tailLength = 0;
        if (tail.length > WORTH_KEEPING && length - end < tail.length / 2) {
            tail = NOTHING; // one long frame is no reason to keep its room for as long as the stream lasts
        }
        append(bytes, end, length - end);
        return passed;
    }

    private void append(byte[] bytes, int from, int count) {
        if (tail.length < tailLength + count) {
            tail = Arrays.copyOf(tail, Math.max(tailLength + count, Math.min(2 * tail.length, maxFrame)));
        }
        System.arraycopy(bytes, from, tail, tailLength, count);
        tailLength += count;
    }

    private static byte[] joined(byte[] start, byte[] bytes, int from, int to) {
        byte[] both = Arrays.copyOf(start, start.length + to - from);
        System.arraycopy(bytes, from, both, start.length, to - from);
        return both;
    }
}
