package io.quartermaster.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One answer after the other as it comes in pieces of any size: the head, then the events of a chunked or a whole body. */
final class FrameDecoder {

    /** What comes of an answer, in order; the text of an event is without the empty line that ends it. */
    interface Listener {

        /** The status and the head it came with, in lower case. */
        void head(int status, String fields);

        void event(String text);

        void end();
    }

    private enum State {
        HEAD,
        SIZE,
        DATA,
        AFTER_DATA,
        TRAILER,
        WHOLE
    }

    private final Listener listener;
    private State state = State.HEAD;
    private byte[] kept = new byte[2_048];
    private int length;
    private long left;

    // An event may go on in the next chunk: what there is of it waits here while the chunk's size is read.
    private byte[] event = new byte[0];
    private int eventLength;

    FrameDecoder(Listener listener) {
        this.listener = listener;
    }

    void take(byte[] bytes) {
        for (byte next : bytes) {
            take(next);
        }
    }

    private void take(byte next) {
        switch (state) {
            case HEAD -> {
                keep(next);
                if (endsWith("\r\n\r\n")) {
                    head(text());
                }
            }
            case SIZE -> {
                keep(next);
                if (next == '\n') {
                    left = Long.parseLong(line(), 16);
                    state = left == 0 ? State.TRAILER : State.DATA;
                    System.arraycopy(event, 0, kept, 0, eventLength);
                    length = eventLength;
                }
            }
            case DATA -> {
                data(next);
                if (--left == 0) {
                    park();
                    state = State.AFTER_DATA;
                }
            }
            case AFTER_DATA -> {
                if (next == '\n') {
                    state = State.SIZE;
                    length = 0;
                }
            }
            case TRAILER -> {
                if (next == '\n') {
                    ended();
                }
            }
            case WHOLE -> {
                data(next);
                if (--left == 0) {
                    if (length > 0) {
                        listener.event(text());
                    }
                    ended();
                }
            }
        }
    }

    private void data(byte next) {
        keep(next);
        if (next == '\n' && endsWith("\n\n")) {
            listener.event(new String(kept, 0, length - 2, StandardCharsets.UTF_8));
            length = 0;
        }
    }

    private void park() {
        if (event.length < length) {
            event = new byte[kept.length];
        }
        System.arraycopy(kept, 0, event, 0, length);
        eventLength = length;
        length = 0;
    }

    private void head(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        listener.head(Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())), lower);
        eventLength = 0;
        length = 0;
        if (lower.contains("transfer-encoding: chunked")) {
            state = State.SIZE;
            return;
        }
        int at = lower.indexOf("content-length:");
        left = at < 0
                ? 0
                : Long.parseLong(
                        lower.substring(at + 15, lower.indexOf('\r', at)).strip());
        if (left == 0) {
            ended();
        } else {
            state = State.WHOLE;
        }
    }

    private void ended() {
        state = State.HEAD;
        length = 0;
        eventLength = 0;
        listener.end();
    }

    private String line() {
        return text().strip();
    }

    private String text() {
        return new String(kept, 0, length, StandardCharsets.ISO_8859_1);
    }

    private boolean endsWith(String text) {
        if (length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (kept[length - text.length() + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void keep(byte next) {
        if (length == kept.length) {
            kept = Arrays.copyOf(kept, 2 * length);
        }
        kept[length++] = next;
    }
}
