package io.quartermaster.testkit.upstream;

import io.quartermaster.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A model provider on loopback that performs a {@link Script} per request and records each {@link Exchange}.
 *
 * <p>A request gets the first script that is queued for any request, else the default, which is {@link Answers#likeOpenAi}
 * at first. Its sockets have small buffers, so that back pressure shows after a few hundred kilobytes.
 */
public final class FakeUpstream implements AutoCloseable {
    private static final int SOCKET_BUFFER = 64 * 1024;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final CountDownLatch accepting = new CountDownLatch(1);
    private final Queue<Script> queue = new ConcurrentLinkedQueue<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile Cue otherwise = Cue.from(Answers::likeOpenAi);

    private FakeUpstream(int port) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.setReceiveBufferSize(SOCKET_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
    }

    /** Starts on a free port. */
    public static FakeUpstream start() {
        return start(0);
    }

    public static FakeUpstream start(int port) {
        try {
            FakeUpstream upstream = new FakeUpstream(port);
            upstream.fork("accept", upstream::acceptUntilClosed);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException("the fake upstream cannot listen on 127.0.0.1:" + port, e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI origin() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** What an OpenAI client takes as its base URL: the origin and {@code /v1}. */
    public URI baseUrl() {
        return origin().resolve("/v1");
    }

    /** Queues scripts, one for each of the next requests. */
    public FakeUpstream next(Script... scripts) {
        queue.addAll(List.of(scripts));
        return this;
    }

    /** Performs this for each request for which nothing is queued. */
    public FakeUpstream otherwise(Script script) {
        otherwise = Cue.of(script);
        return this;
    }

    /** Asks the function, once the whole request is read, when nothing is queued. */
    public FakeUpstream otherwise(Function<Exchange, Script> script) {
        otherwise = Cue.from(script);
        return this;
    }

    /** Every request so far, in the order in which their heads were read. */
    public List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    public int requests() {
        synchronized (exchanges) {
            return exchanges.size();
        }
    }

    /** The request of that number, counted from 0, once its head has arrived. */
    public Exchange awaitExchange(int number, Duration within) {
        return Eventually.value(within, "request " + number + " reached the upstream", () -> {
            synchronized (exchanges) {
                return number < exchanges.size() ? Optional.of(exchanges.get(number)) : Optional.empty();
            }
        });
    }

    /** Forgets requests and queued scripts, for a load that would fill the memory or for a next act. */
    public void forget() {
        queue.clear();
        synchronized (exchanges) {
            exchanges.clear();
        }
    }

    public int openConnections() {
        return connections.size();
    }

    /** How many connections were ever accepted. */
    public int acceptedConnections() {
        return accepted.get();
    }

    /** Stops listening and drops every connection; fails when a script's function had failed. */
    @Override
    public void close() {
        stopListening();
        connections.forEach(connection -> connection.close(false));
        threads.forEach(Thread::interrupt);
        if (!failures.isEmpty()) {
            throw new AssertionError("the fake upstream failed", failures.getFirst());
        }
    }

    /** Until the socket does not listen: it does so, whatever closing it says, as long as a virtual thread accepts on it. */
    private void stopListening() {
        try {
            server.close();
            if (!accepting.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the fake upstream still listens " + CLOSING + " after it was closed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing the fake upstream", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptUntilClosed() {
        try {
            accept();
        } finally {
            accepting.countDown();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                socket.setSendBufferSize(SOCKET_BUFFER);
                Connection connection = new Connection(this, accepted.incrementAndGet(), socket);
                connections.add(connection);
                fork("connection", connection::run);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    failed(e);
                }
            }
        }
    }

    Cue arrived(Exchange exchange) {
        synchronized (exchanges) {
            exchanges.add(exchange);
        }
        Script queued = queue.poll();
        return queued == null ? otherwise : Cue.of(queued);
    }

    void fork(String role, Runnable work) {
        Thread thread = Thread.ofVirtual()
                .name("fake-upstream-" + port() + "-" + role)
                .unstarted(() -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                });
        threads.add(thread);
        thread.start();
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }
}
