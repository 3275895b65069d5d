package io.quartermaster.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The wire between one node and the test database: a port of loopback that leads there, until it is cut. */
public final class Cable implements AutoCloseable {
    private static final String PREFIX = "jdbc:";

    private final String jdbcUrl;
    private final URI target;
    private final ServerSocket port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Cable(TestDatabase database) throws IOException {
        this.target = URI.create(database.jdbcUrl().substring(PREFIX.length()));
        this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.jdbcUrl = database.jdbcUrl()
                .replaceFirst(
                        "//[^/]+/",
                        "//" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port.getLocalPort() + "/");
        Thread.ofVirtual().name("cable").start(this::accept);
    }

    public static Cable to(TestDatabase database) {
        try {
            return new Cable(database);
        } catch (IOException e) {
            throw new UncheckedIOException("binding a port of loopback", e);
        }
    }

    /** The database as the node at this end of the cable sees it. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Ends every connection, and each new one as soon as it is made. */
    public void cut() {
        cut = true;
        open.forEach(Cable::end);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                Socket near = port.accept();
                open.add(near);
                Socket far = cut ? new Socket() : new Socket(target.getHost(), target.getPort());
                open.add(far);
                if (cut) { // looked at after both are known to cut(), so that none slips through
                    end(near);
                    end(far);
                } else {
                    Thread.ofVirtual().start(() -> copy(near, far));
                    Thread.ofVirtual().start(() -> copy(far, near));
                }
            } catch (IOException closedOrRefused) {
                open.removeIf(Socket::isClosed);
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // the other direction ends with it: both sockets are closed here
        } finally {
            open.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cutting a connection", e);
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing a port of loopback", e);
        }
        cut();
    }
}
