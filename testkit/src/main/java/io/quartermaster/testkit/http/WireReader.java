package io.quartermaster.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the parts of HTTP/1.1 messages from a socket, at a pace that a test chooses. */
public final class WireReader {
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private int pieceBytes = buffer.length;
    private Duration pause = Duration.ZERO;

    public WireReader(InputStream in) {
        this.in = in;
    }

    /** From now on takes the bytes of bodies in pieces of at most that size, and pauses after each. */
    public void slowDown(int bytes, Duration pauseAfterEach) {
        pieceBytes = Math.clamp(bytes, 1, buffer.length);
        pause = pauseAfterEach;
    }

    public void fullSpeed() {
        slowDown(buffer.length, Duration.ZERO);
    }

    /** The next line without its end ({@code CRLF} or {@code LF}); empty at the end of the input. */
    public Optional<String> line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = read();
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return Optional.of(line.toString());
    }

    /** Header lines, or trailers, up to and with the empty line. */
    public Headers headers() throws IOException {
        List<Headers.Field> fields = new ArrayList<>();
        String line = line().orElse("");
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            fields.add(
                    colon < 0
                            ? new Headers.Field(line, "")
                            : new Headers.Field(
                                    line.substring(0, colon),
                                    line.substring(colon + 1).strip()));
            line = line().orElse("");
        }
        return new Headers(fields);
    }

    /**
     * Copies a message body, decoded from its chunks, into the sink; whether all of it came. A body with neither a length
     * nor chunks is empty, or, where {@code untilClosed}, all that comes.
     */
    public boolean body(Headers headers, boolean untilClosed, OutputStream sink) throws IOException {
        if (headers.hasToken("transfer-encoding", "chunked")) {
            return chunks(sink);
        }
        Optional<String> length = headers.first("content-length");
        if (length.isPresent()) {
            return exactly(Long.parseLong(length.get()), sink);
        }
        if (untilClosed) {
            exactly(Long.MAX_VALUE, sink);
        }
        return true;
    }

    private boolean chunks(OutputStream sink) throws IOException {
        while (true) {
            Optional<String> size = line();
            if (size.isEmpty()) {
                return false;
            }
            int bytes = Integer.parseInt(size.get().replaceFirst(";.*", "").strip(), 16);
            if (bytes == 0) {
                headers();
                return true;
            }
            if (!exactly(bytes, sink) || line().isEmpty()) {
                return false;
            }
        }
    }

    private boolean exactly(long bytes, OutputStream sink) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (position == limit && !fill()) {
                return false;
            }
            int piece = (int) Math.min(left, Math.min(limit - position, pieceBytes));
            sink.write(buffer, position, piece);
            position += piece;
            left -= piece;
            pause();
        }
        return true;
    }

    private void pause() throws InterruptedIOException {
        if (pause.isPositive()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while pausing");
            }
        }
    }

    private int read() throws IOException {
        return position == limit && !fill() ? -1 : buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, pieceBytes);
        if (count <= 0) {
            return false;
        }
        position = 0;
        limit = count;
        return true;
    }

    /** Everything that is left until the peer closes, as it came. */
    public byte[] rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        exactly(Long.MAX_VALUE, all);
        return all.toByteArray();
    }
}
