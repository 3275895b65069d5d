package io.quartermaster.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Reads messages of {@code application/vnd.amazon.eventstream} as their octets arrive, in pieces of any size: a prelude of two lengths
 * with a checksum, headers, a payload, and a checksum of it all
 * (https://smithy.io/2.0/aws/amazon-eventstream.html). What is not whole or not true is never passed on: after the first such message
 * nothing is.
 */
public final class EventStreamReader {

    /** Takes a message that is whole. */
    @FunctionalInterface
    public interface Messages {
        /** {@code headers} has those that are texts, which is all that a message is told apart by. */
        void message(Map<String, String> headers, byte[] payload);
    }

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int LEAST = PRELUDE + CHECKSUM;
    private static final int TEXT = 7;
    private static final int OCTETS = 6;
    private static final int WORTH_KEEPING = 16 << 10;
    private static final byte[] NOTHING = {};

    private final int longest;
    private final Messages messages;
    private byte[] waiting = NOTHING;
    private int length;
    private boolean broken;

    /** @param longest octets of a message: one that says it is longer is not waited for */
    public EventStreamReader(int longest, Messages messages) {
        this.longest = longest;
        this.messages = messages;
    }

    /** Whether something came that is no such message, so that nothing after it can be told. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether the octets so far end where a message does. */
    public boolean isBetweenMessages() {
        return !broken && length == 0;
    }

    /** How much memory the message takes that is being read. */
    public int held() {
        return waiting.length;
    }

    public void accept(byte[] piece) {
        if (broken) {
            return;
        }
        int at;
        if (length == 0) {
            at = read(piece, piece.length);
            keep(piece, at, piece.length);
        } else {
            append(piece);
            at = read(waiting, length);
            keep(waiting, at, length);
        }
    }

    /** Reads what is whole and returns where the rest begins. */
    private int read(byte[] bytes, int end) {
        int at = 0;
        while (!broken && end - at >= PRELUDE) {
            ByteBuffer message = ByteBuffer.wrap(bytes, at, end - at).slice();
            int total = message.getInt(0);
            int headers = message.getInt(4);
            if (crc(bytes, at, 8) != message.getInt(8)
                    || total < LEAST
                    || total > longest
                    || headers < 0
                    || headers > total - LEAST) {
                broken = true;
            } else if (end - at < total) {
                return at;
            } else {
                pass(message, bytes, at, total, headers);
                at += total;
            }
        }
        return at;
    }

    private void pass(ByteBuffer message, byte[] bytes, int at, int total, int headersLength) {
        if (crc(bytes, at, total - CHECKSUM) != message.getInt(total - CHECKSUM)) {
            broken = true;
            return;
        }
        Map<String, String> headers = new HashMap<>();
        broken = !readHeaders(message.slice(PRELUDE, headersLength), headers);
        if (!broken) {
            int payload = at + PRELUDE + headersLength;
            messages.message(headers, Arrays.copyOfRange(bytes, payload, at + total - CHECKSUM));
        }
    }

    /** Whether they are what they should be: a name, a type and a value of the length that goes with it, one after the other. */
    private static boolean readHeaders(ByteBuffer in, Map<String, String> headers) {
        while (in.hasRemaining()) {
            int nameLength = in.get() & 0xff;
            if (nameLength == 0 || in.remaining() < nameLength + 1) {
                return false;
            }
            String name = text(in, nameLength);
            int type = in.get();
            boolean sized = type == TEXT || type == OCTETS;
            if (sized && in.remaining() < 2) {
                return false;
            }
            int valueLength = sized ? in.getShort() & 0xffff : fixedLength(type);
            if (valueLength < 0 || in.remaining() < valueLength) {
                return false;
            }
            if (type == TEXT) {
                headers.put(name, text(in, valueLength));
            } else {
                in.position(in.position() + valueLength);
            }
        }
        return true;
    }

    private static int fixedLength(int type) {
        return switch (type) {
            case 0, 1 -> 0; // true and false
            case 2 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 5, 8 -> 8; // a long, a time
            case 9 -> 16; // a UUID
            default -> -1;
        };
    }

    private static String text(ByteBuffer in, int count) {
        byte[] text = new byte[count];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int crc(byte[] bytes, int from, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    private void append(byte[] piece) {
        if (waiting.length < length + piece.length) {
            waiting = Arrays.copyOf(waiting, Math.max(length + piece.length, 2 * waiting.length));
        }
        System.arraycopy(piece, 0, waiting, length, piece.length);
        length += piece.length;
    }

    private void keep(byte[] bytes, int from, int to) {
        length = broken ? 0 : to - from;
        if (broken || (length < waiting.length / 2 && waiting.length > WORTH_KEEPING) || waiting.length < length) {
            waiting = length == 0 ? NOTHING : Arrays.copyOfRange(bytes, from, to);
        } else {
            System.arraycopy(bytes, from, waiting, 0, length);
        }
    }
}
