package io.quartermaster.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to a provider, with what decides whether it may be used again. */
final class PooledConnection {

    private static final String TIMEOUT = "timeout=";

    private final HttpClientConnection connection;
    private final ConnectionPool.Target target;
    private boolean closed;
    private long restUntil;

    PooledConnection(HttpClientConnection connection, ConnectionPool.Target target) {
        this.connection = connection;
        this.target = target;
    }

    HttpClientConnection connection() {
        return connection;
    }

    ConnectionPool.Target target() {
        return target;
    }

    boolean isClosed() {
        return closed;
    }

    void markClosed() {
        closed = true;
    }

    boolean mayRestAt(long now) {
        return !closed && restUntil - now > 0;
    }

    void restUntil(long nanos) {
        restUntil = nanos;
    }

    /**
     * How long the connection may rest after an answer with these headers. Providers close what rests too long for them, and a
     * request that meets the closing fails; so we are the first to close: a second before what the provider says, or else before
     * what servers are known to do.
     */
    static long restNanos(MultiMap headers, boolean tls) {
        String connection = headers.get(HttpHeaders.CONNECTION);
        if (connection != null && connection.equalsIgnoreCase("close")) {
            return 0;
        }
        long said = timeoutSeconds(headers.get("keep-alive"));
        // Uvicorn and Node, which serve models themselves, close after 5 s; what stands before a hosted API takes a
        // minute and more.
        long usual = tls ? 50 : 4;
        return TimeUnit.SECONDS.toNanos(said < 0 ? usual : Math.min(usual, said - 1));
    }

    private static long timeoutSeconds(@Nullable String keepAlive) {
        int at = keepAlive == null ? -1 : keepAlive.indexOf(TIMEOUT);
        if (keepAlive == null || at < 0) {
            return -1;
        }
        int from = at + TIMEOUT.length();
        int to = from;
        while (to < keepAlive.length() && to < from + 6 && Character.isDigit(keepAlive.charAt(to))) {
            to++;
        }
        return to == from ? -1 : Integer.parseInt(keepAlive.substring(from, to));
    }
}
