package io.quartermaster.testkit.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a {@link FakeUpstream} saw of one request, while it lasts and afterwards; safe to read from any thread. */
public final class Exchange {
    private final int connection;
    private final String method;
    private final String target;
    private final Headers headers;
    private final Instant arrivedAt = Instant.now();
    private final long arrivedNanos = System.nanoTime();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean read;
    private volatile boolean concluding;
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicReference<Optional<Duration>> leftAfter = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Duration>> answeredAfter = new AtomicReference<>(Optional.empty());
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    Exchange(int connection, String method, String target, Headers headers) {
        this.connection = connection;
        this.method = method;
        this.target = target;
        this.headers = headers;
    }

    /** The number of the connection that carried it, counted from 1: equal numbers mean that one was reused. */
    public int connection() {
        return connection;
    }

    public String method() {
        return method;
    }

    /** The path with its query, as sent. */
    public String target() {
        return target;
    }

    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    public Headers headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** The bytes of the body that have arrived, decoded from chunks and otherwise untouched. */
    public byte[] body() {
        return body.toByteArray();
    }

    public String text() {
        return body.toString(UTF_8);
    }

    /** When the head of the request was read. */
    public Instant arrivedAt() {
        return arrivedAt;
    }

    /** The same moment by {@link System#nanoTime()}. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Bytes of the answer, header and framing included, that the socket has accepted. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Whether the body has arrived whole. */
    public boolean read() {
        return read;
    }

    /** Whether the script was performed to its end. */
    public boolean answered() {
        return answeredAfter.get().isPresent();
    }

    /** From arrival to the end of the script. */
    public Optional<Duration> answeredAfter() {
        return answeredAfter.get();
    }

    /** Whether the client closed or reset the connection before the script was over: the call was cancelled. */
    public boolean clientLeft() {
        return leftAfter.get().isPresent();
    }

    /** From arrival to the moment at which the client was seen to leave before the script was over. */
    public Optional<Duration> clientLeftAfter() {
        return leftAfter.get();
    }

    public Exchange awaitRead(Duration within) {
        Eventually.await(within, "the upstream has read all of " + this, this::read);
        return this;
    }

    public Exchange awaitAnswered(Duration within) {
        Eventually.await(within, "the upstream has answered " + this, this::answered);
        return this;
    }

    public Exchange awaitBytesWritten(long bytes, Duration within) {
        Eventually.await(
                within, "the upstream has written " + bytes + " bytes for " + this, () -> bytesWritten() >= bytes);
        return this;
    }

    /** Awaits that the client leaves in the middle, and returns how long after the arrival it did. */
    public Duration awaitClientLeft(Duration within) {
        return Eventually.value(within, "the client left " + this, this::clientLeftAfter);
    }

    OutputStream bodySink() {
        return body;
    }

    void bodyIsRead() {
        read = true;
        mayAnswer.countDown();
    }

    void wrote(int bytes) {
        bytesWritten.addAndGet(bytes);
    }

    /** The last write begins: a client may have the whole answer, and leave, before that write returns. */
    void concludes() {
        concluding = true;
    }

    void scriptIsOver() {
        if (!clientLeft()) {
            answeredAfter.compareAndSet(Optional.empty(), Optional.of(sinceArrival()));
        }
        release();
    }

    /** Lets nobody wait any longer, whatever came of the exchange. */
    void release() {
        over.countDown();
        mayAnswer.countDown();
    }

    /** The connection was seen to end. During the last write only that write tells whether the answer was whole. */
    void connectionEnded() {
        if (!concluding) {
            clientIsGone();
        }
    }

    void clientIsGone() {
        if (over.getCount() > 0) {
            leftAfter.compareAndSet(Optional.empty(), Optional.of(sinceArrival()));
            release();
        }
    }

    /** Waits, at most so long, until the exchange is over; whether it still goes on. */
    boolean stillOnAfter(Duration wait) throws InterruptedException {
        return !over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the body is read; fails when the client leaves before. */
    void awaitRead() throws IOException, InterruptedException {
        mayAnswer.await();
        if (!read) {
            throw new IOException("the client left before its request was whole");
        }
    }

    void awaitOver() throws InterruptedException {
        over.await();
    }

    private Duration sinceArrival() {
        return Duration.ofNanos(System.nanoTime() - arrivedNanos);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
