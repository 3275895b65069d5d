package io.quartermaster.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A client that sends exactly the bytes it is given and reads as much, or as little, as it is told.
 *
 * <p>Reading fails with an {@link AssertionError} when the deadline passes. One thread may send while another reads.
 */
public final class RawHttp implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket;
    private final OutputStream out;
    private final DeadlineInput in;
    private final WireReader wire;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new DeadlineInput(socket);
        this.wire = new WireReader(in);
    }

    /** Connects to the host and port of the address. */
    public static RawHttp connect(URI address) {
        return connect(address, Optional.empty());
    }

    /** Connects with a small receive buffer, so that a server feels soon that this client does not read. */
    public static RawHttp connect(URI address, int receiveBuffer) {
        return connect(address, Optional.of(receiveBuffer));
    }

    private static RawHttp connect(URI address, Optional<Integer> receiveBuffer) {
        Socket socket = new Socket();
        try {
            if (receiveBuffer.isPresent()) {
                socket.setReceiveBufferSize(receiveBuffer.get());
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("connecting to " + address, e);
        }
    }

    /** The text of a request with a body and its length, for {@link #send(String)}; header lines are {@code name: value}. */
    public static String request(String method, String target, String body, String... headerLines) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        Arrays.stream(headerLines).forEach(line -> text.append(line).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Type: application/json\r\n");
            text.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    public RawHttp send(String text) {
        return send(text.getBytes(UTF_8));
    }

    public RawHttp send(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("sending " + bytes.length + " bytes", e);
        }
    }

    /** Sends pieces of that size with a pause after each: a slow client. */
    public RawHttp drip(byte[] bytes, int piece, Duration pause) {
        for (int from = 0; from < bytes.length; from += piece) {
            send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while dripping", e);
            }
        }
        return this;
    }

    /** Closes the sending side; the other can still be read. */
    public RawHttp halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("half-closing", e);
        }
    }

    /** Reads one answer, whole or until it is cut; an interim answer (1xx) counts as one. */
    public RawResponse response(Duration within) {
        return response(within, true);
    }

    /** Reads one answer to a HEAD request, which has a length and no body. */
    public RawResponse headResponse(Duration within) {
        return response(within, false);
    }

    private RawResponse response(Duration within, boolean withBody) {
        return reading(within, "an answer", () -> {
            String statusLine = wire.line().orElseThrow(() -> new AssertionError("closed without an answer"));
            String[] parts = statusLine.split(" ", 3);
            if (parts.length < 2 || !statusLine.startsWith("HTTP/1.")) {
                throw new AssertionError("not an HTTP/1 answer: " + statusLine);
            }
            int status = Integer.parseInt(parts[1]);
            Headers headers = wire.headers();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean hasBody = withBody && status >= 200 && status != 204 && status != 304;
            boolean whole = !hasBody || wire.body(headers, true, body);
            return new RawResponse(status, statusLine, headers, Bytes.of(body.toByteArray()), whole);
        });
    }

    /** The next line, without its end, for looking into an answer while it is being sent. */
    public String line(Duration within) {
        return reading(within, "a line", () -> wire.line().orElseThrow(() -> new AssertionError("closed")));
    }

    /** Reads lines up to and with one that contains the text, and returns it. */
    public String lineWith(String text, Duration within) {
        return reading(within, "a line with \"" + text + "\"", () -> {
            while (true) {
                String line = wire.line().orElseThrow(() -> new AssertionError("closed before a line with " + text));
                if (line.contains(text)) {
                    return line;
                }
            }
        });
    }

    /** Everything that comes until the server closes. */
    public Bytes rest(Duration within) {
        return reading(within, "the end of the connection", () -> Bytes.of(wire.rest()));
    }

    /** Awaits that the server closes or resets the connection, whatever it may still send, and returns how long it took. */
    public Duration awaitClosed(Duration within) {
        long start = System.nanoTime();
        return reading(within, "the end of the connection", () -> {
            try {
                wire.rest();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // A reset is an end too.
            }
            return Duration.ofNanos(System.nanoTime() - start);
        });
    }

    /** Ends the connection by a TCP reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("resetting", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing", e);
        }
    }

    private <T> T reading(Duration within, String what, Reading<T> reading) {
        in.allow(within);
        try {
            return reading.read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not within " + within + ": " + what, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + what, e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
