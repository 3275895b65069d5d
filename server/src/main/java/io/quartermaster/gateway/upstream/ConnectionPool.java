package io.quartermaster.gateway.upstream;

import io.quartermaster.gateway.DeadlineWatch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The resting connections of one event loop, the one used last taken first. Vert.x has a pool too; it is shared by all event loops
 * behind a lock, searches its connections one by one, and connects to what a name resolves to rather than to a checked address. Used on
 * its event loop only.
 */
final class ConnectionPool {

    private static final int MOST_RESTING_PER_TARGET = 2_048;
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** An address to connect to and the name that is expected there. */
    record Target(SocketAddress address, String host, int port, boolean tls) {}

    private final HttpClientAgent client;
    private final Map<Target, Deque<PooledConnection>> resting = new HashMap<>();

    ConnectionPool(HttpClientAgent client, DeadlineWatch watch) {
        this.client = client;
        watch.add(new Sweep());
    }

    Optional<PooledConnection> take(Target target) {
        Deque<PooledConnection> connections = resting.get(target);
        if (connections == null) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        PooledConnection connection = connections.pollLast();
        if (connection != null && !connection.mayRestAt(now)) {
            connection.connection().close(); // the others rest longer than this one
            connection = null;
        }
        return Optional.ofNullable(connection);
    }

    /** @param millis after which an address that does not answer is let go */
    Future<PooledConnection> open(Target target, long millis) {
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(target.address())
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setConnectTimeout(millis);
        return client.connect(options).map(connection -> {
            PooledConnection pooled = new PooledConnection(connection, target);
            connection.exceptionHandler(_ -> {}); // the call that uses it hears of it; without one it is of no interest
            connection.closeHandler(_ -> forget(pooled));
            return pooled;
        });
    }

    void putBack(PooledConnection connection, long restNanos) {
        Deque<PooledConnection> connections = resting.computeIfAbsent(connection.target(), _ -> new ArrayDeque<>());
        if (connection.isClosed() || restNanos <= 0 || connections.size() >= MOST_RESTING_PER_TARGET) {
            connection.connection().close();
            return;
        }
        connection.restUntil(System.nanoTime() + restNanos);
        connections.addLast(connection);
    }

    private void forget(PooledConnection connection) {
        connection.markClosed();
        Deque<PooledConnection> connections = resting.get(connection.target());
        if (connections != null) {
            connections.remove(connection);
        }
    }

    private final class Sweep extends DeadlineWatch.Watched {

        Sweep() {
            dueAt(System.nanoTime() + SWEEP_NANOS);
        }

        @Override
        protected void overdue() {
            long now = System.nanoTime();
            dueAt(now + SWEEP_NANOS);
            for (Iterator<Deque<PooledConnection>> all = resting.values().iterator(); all.hasNext(); ) {
                Deque<PooledConnection> connections = all.next();
                for (PooledConnection first; (first = connections.peekFirst()) != null && !first.mayRestAt(now); ) {
                    connections.removeFirst();
                    first.connection().close();
                }
                if (connections.isEmpty()) {
                    all.remove();
                }
            }
        }
    }
}
