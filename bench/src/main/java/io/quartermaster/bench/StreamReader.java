package io.quartermaster.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one streamed answer after the other from a connection and notes when each of its frames was there. */
final class StreamReader {

    /** What a stream brought; the times of its frames are of {@link System#nanoTime}. */
    record Answer(int status, long[] frameTimes, int frames) {}

    private final InputStream in;
    private final byte[] buffer = new byte[16_384];
    private int at;
    private int filled;
    private long readAt;

    private long[] times = new long[Answers.FRAMES];
    private int frames;
    private int lastByte;

    StreamReader(InputStream in) {
        this.in = in;
    }

    Answer read() throws IOException {
        times = new long[Answers.FRAMES];
        frames = 0;
        lastByte = 0;
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        long length = 0;
        boolean chunked = false;
        for (String header; !(header = line()).isEmpty(); ) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.equals("transfer-encoding: chunked");
            if (lower.startsWith("content-length:")) {
                length =
                        Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (chunked) {
            for (int size; (size = Integer.parseInt(line(), 16)) > 0; ) {
                payload(size);
                line();
            }
            line();
        } else {
            payload(length);
        }
        return new Answer(status, times, frames);
    }

    private void payload(long length) throws IOException {
        for (long left = length; left > 0; left--) {
            int next = next();
            if (next == '\n' && lastByte == '\n') {
                if (frames < times.length) {
                    times[frames] = readAt;
                }
                frames++;
                next = 0;
            }
            lastByte = next;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next; (next = next()) != '\n'; ) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private int next() throws IOException {
        if (at == filled) {
            filled = in.read(buffer);
            readAt = System.nanoTime();
            at = 0;
            if (filled <= 0) {
                filled = 0;
                throw new EOFException("The connection ended within an answer, after "
                        + new String(buffer, 0, Math.min(80, buffer.length), StandardCharsets.ISO_8859_1).strip());
            }
        }
        return buffer[at++];
    }
}
