package io.quartermaster.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** An upstream that streams as a model does: a frame every 10 ms, each written by itself. Runs until it is ended. */
final class PacedMock {

    private static final long BETWEEN_FRAMES_NANOS = 10_000_000;
    private static final byte[] HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> FRAMES =
            Answers.stream().stream().map(PacedMock::chunk).toList();

    private PacedMock() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 1024, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (readRequest(in)) {
                answer(out);
            }
        } catch (IOException left) {
            return; // a client may leave when it likes
        }
    }

    private static void answer(OutputStream out) throws IOException {
        long start = System.nanoTime();
        out.write(HEAD);
        for (int i = 0; i < FRAMES.size(); i++) {
            long due = start + i * BETWEEN_FRAMES_NANOS;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            out.write(FRAMES.get(i));
        }
        out.write(END);
    }

    /** Reads a head and skips its body; false at the end of the connection. */
    private static boolean readRequest(InputStream in) throws IOException {
        if (readLine(in).isEmpty()) {
            return false;
        }
        long length = 0;
        boolean chunked = false;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            chunked |= lower.equals("transfer-encoding: chunked");
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (chunked) {
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                in.skipNBytes(size + 2L);
            }
            readLine(in);
        } else {
            in.skipNBytes(length);
        }
        return true;
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(readLine(in), 16);
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static byte[] chunk(String frame) {
        return (Integer.toHexString(frame.length()) + "\r\n" + frame + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
