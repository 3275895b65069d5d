package io.quartermaster.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client that asks one numbered call after the other over a connection that it keeps, and leaves a few of them in the middle. */
final class NumberedClient implements FrameDecoder.Listener {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LEAVING_IN = 33;

    /** How a call ended for its client. */
    enum End {
        WHOLE,
        /** An error, as a status or within the stream. */
        TOLD,
        LEFT,
        /** The connection broke. */
        BROKEN,
        /** Nobody took the connection. */
        NOT_SENT
    }

    /**
     * What the client knows of a call.
     *
     * @param requestId empty without a head
     * @param frames of content that it got
     */
    record Seen(End end, int status, String requestId, int frames) {}

    private record Connection(Socket socket, FrameDecoder decoder) {}

    private final int port;
    private @Nullable Connection connection;
    private int status;
    private String requestId = "";
    private int frames;
    private boolean usage;
    private boolean told;
    private boolean done;
    private boolean ended;

    NumberedClient(int port) {
        this.port = port;
    }

    Seen ask(NumberedCall call, String key) {
        status = 0;
        requestId = "";
        frames = 0;
        usage = false;
        told = false;
        done = false;
        ended = false;
        boolean leaves = call.random(0).nextInt(LEAVING_IN) == 0;
        long until =
                System.nanoTime() + (leaves ? call.random(0).nextInt(16) * 1_000_000L : PATIENCE_MILLIS * 1_000_000L);
        End end = talk(call, key, until, leaves);
        if (end != End.WHOLE && !(end == End.TOLD && ended)) {
            leave();
        }
        return new Seen(end, status, requestId, frames);
    }

    private End talk(NumberedCall call, String key, long until, boolean leaves) {
        Connection open = connection;
        try {
            if (open == null) {
                open = new Connection(new Socket(InetAddress.getLoopbackAddress(), port), new FrameDecoder(this));
                open.socket.setTcpNoDelay(true);
                connection = open;
            }
        } catch (IOException refused) {
            return End.NOT_SENT;
        }
        try {
            String body = call.body();
            open.socket
                    .getOutputStream()
                    .write(
                            ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                            + "Authorization: Bearer " + key + "\r\nContent-Length: " + body.length()
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = open.socket.getInputStream();
            byte[] bytes = new byte[8_192];
            while (!ended) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return leaves ? End.LEFT : End.BROKEN;
                }
                open.socket.setSoTimeout((int) left);
                int read = in.read(bytes);
                if (read < 0) {
                    throw new EOFException("The connection ended");
                }
                open.decoder.take(Arrays.copyOf(bytes, read));
            }
        } catch (SocketTimeoutException patience) {
            return leaves ? End.LEFT : End.BROKEN;
        } catch (IOException broken) {
            return told ? End.TOLD : End.BROKEN;
        }
        return status == 200 && usage && (done || !call.streamed()) && !told ? End.WHOLE : End.TOLD;
    }

    void leave() {
        if (connection != null) {
            try {
                connection.socket.close();
            } catch (IOException gone) {
                // so be it
            }
            connection = null;
        }
    }

    @Override
    public void head(int answered, String fields) {
        status = answered;
        int at = fields.indexOf("x-qm-request-id: ");
        requestId = at < 0 ? "" : fields.substring(at + 17, fields.indexOf('\r', at));
    }

    @Override
    public void event(String text) {
        usage |= text.contains("\"usage\":{");
        told |= text.contains("\"error\"");
        done |= text.startsWith("data: [DONE]");
        if (text.contains("\" word\"")) {
            frames++;
        }
    }

    @Override
    public void end() {
        ended = true;
    }
}
