package io.quartermaster.testkit.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quartermaster.testkit.http.Headers;
import io.quartermaster.testkit.http.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection of a client: a thread that always reads, so that it notices at once when the client leaves, and one
 * more per exchange that performs its script.
 */
final class Connection {
    private final FakeUpstream upstream;
    private final int number;
    private final Socket socket;
    private final WireReader wire;
    private final AtomicBoolean closedHere = new AtomicBoolean();
    private volatile boolean clientGone;

    Connection(FakeUpstream upstream, int number, Socket socket) throws IOException {
        this.upstream = upstream;
        this.number = number;
        this.socket = socket;
        this.wire = new WireReader(socket.getInputStream());
    }

    /** Reads requests until either side closes; a client that closes its sending side counts as gone. */
    void run() {
        Optional<Exchange> last = Optional.empty();
        try {
            CountDownLatch turn = new CountDownLatch(0);
            for (Optional<String> line = wire.line(); line.isPresent(); line = wire.line()) {
                Exchange exchange = head(line.get());
                last = Optional.of(exchange);
                CountDownLatch done = new CountDownLatch(1);
                Cue cue = upstream.arrived(exchange);
                CountDownLatch before = turn;
                upstream.fork("answer", () -> answer(before, exchange, cue, done));
                turn = done;
                readBody(exchange, cue.reading());
            }
        } catch (IOException | InterruptedException e) {
            // The client reset the connection, or this side closed it: told apart below.
        } catch (RuntimeException e) {
            upstream.failed(e); // a request that cannot be read is the fault of what is being tested
        }
        if (!closedHere.get()) {
            clientGone = true;
            last.ifPresent(Exchange::connectionEnded);
        }
        close(false);
    }

    private Exchange head(String requestLine) throws IOException {
        String[] parts = requestLine.split(" ", 3);
        Headers headers = wire.headers();
        return new Exchange(number, parts[0], parts.length > 1 ? parts[1] : "", headers);
    }

    private void readBody(Exchange exchange, BodyReading reading) throws IOException, InterruptedException {
        if (reading.when() == BodyReading.When.NEVER) {
            exchange.awaitOver();
            return;
        }
        if (exchange.headers().hasToken("expect", "100-continue")) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
        wire.slowDown(reading.pieceBytes(), reading.pause());
        if (wire.body(exchange.headers(), false, exchange.bodySink())) {
            exchange.bodyIsRead();
        }
        wire.fullSpeed();
    }

    private void answer(CountDownLatch before, Exchange exchange, Cue cue, CountDownLatch done) {
        try {
            before.await();
            if (cue.reading().when() == BodyReading.When.FIRST) {
                exchange.awaitRead();
            }
            Script script = cue.script().apply(exchange);
            Performance.Ending ending =
                    new Performance(socket.getOutputStream(), this::closeOutput, exchange, script).perform();
            exchange.scriptIsOver();
            if (ending != Performance.Ending.KEEP) {
                close(ending == Performance.Ending.RESET);
            }
        } catch (IOException e) {
            if (clientGone || !closedHere.get()) {
                exchange.clientIsGone();
            }
            close(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            upstream.failed(e);
            close(true);
        } finally {
            exchange.release();
            done.countDown();
        }
    }

    private void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException("half-closing a connection of the fake upstream", e);
        }
    }

    void close(boolean reset) {
        closedHere.set(true);
        try {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a connection of the fake upstream", e);
        }
        upstream.closed(this);
    }
}
