package io.quartermaster.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one streamed answer after the other from a connection and notes when each of its frames was there. */
final class StreamReader {

    /** What a stream brought; the times of its frames are of {@link System#nanoTime}. */
    record Answer(int status, List<Long> frameTimes) {

        Answer {
            frameTimes = List.copyOf(frameTimes);
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[16_384];
    private int at;
    private int filled;
    private long readAt;

    private List<Long> times = new ArrayList<>();
    private int lastByte;

    StreamReader(InputStream in) {
        this.in = in;
    }

    Answer read() throws IOException {
        times = new ArrayList<>();
        lastByte = 0;
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.equals("transfer-encoding: chunked");
            if (lower.startsWith("content-length:")) {
                length =
                        Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (chunked) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                payload(size);
                line();
            }
            line();
        } else {
            payload(length);
        }
        return new Answer(status, times);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void payload(long length) throws IOException {
        for (long left = length; left > 0; left--) {
            int next = next();
            if (next == '\n' && lastByte == '\n') {
                times.add(readAt);
                next = 0;
            }
            lastByte = next;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = next(); next != '\n'; next = next()) {
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
