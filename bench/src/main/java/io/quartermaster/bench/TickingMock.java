package io.quartermaster.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * An upstream of very many slow streams in one thread: each sends a frame every 20 ms. Under {@code /faulty} it obeys the fault that a
 * request asks for. Runs until it is ended.
 */
final class TickingMock {

    private static final int SLOTS = (int) TickingFrames.BETWEEN_MILLIS;

    private final List<Queue<Stream>> slots = new ArrayList<>();
    private long ticked = millis();

    private TickingMock() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayDeque<>());
        }
    }

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        vertx.runOnContext(_ -> {
            TickingMock mock = new TickingMock();
            vertx.createHttpServer(new HttpServerOptions()
                            .setTcpNoDelay(true)
                            .setPort(Integer.parseInt(arguments[0]))
                            .setHost("127.0.0.1")
                            .setAcceptBacklog(4_096))
                    .requestHandler(mock::serve)
                    .listen();
            vertx.setPeriodic(1, _ -> mock.tick());
        });
    }

    private void serve(HttpServerRequest request) {
        boolean obeys = request.uri().startsWith("/faulty");
        request.body().onSuccess(body -> {
            TickingFrames.Fault fault = obeys ? TickingFrames.Fault.of(body.toString()) : TickingFrames.Fault.NONE;
            HttpServerResponse response = request.response();
            switch (fault) {
                case ERROR ->
                    response.setStatusCode(500).end("{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}");
                case LIMITED ->
                    response.setStatusCode(429)
                            .end("{\"error\":{\"message\":\"slower\",\"type\":\"rate_limit_error\"}}");
                case RESET -> request.connection().close();
                case NONE, CUT, STALL, MALFORMED -> start(new Stream(request, fault));
            }
        });
    }

    private void start(Stream stream) {
        stream.request.response().setChunked(true).putHeader("content-type", "text/event-stream");
        stream.request.response().exceptionHandler(_ -> stream.over = true);
        stream.request.response().closeHandler(_ -> stream.over = true);
        stream.next();
        slots.get((int) (millis() % SLOTS)).add(stream);
    }

    /** Every slot whose millisecond has come; a late timer makes up for what it missed. */
    private void tick() {
        long now = millis();
        long from = Math.max(ticked + 1, now - SLOTS + 1);
        for (long at = from; at <= now; at++) {
            Queue<Stream> slot = slots.get((int) (at % SLOTS));
            for (int left = slot.size(); left > 0; left--) {
                Stream stream = slot.remove();
                if (stream.next()) {
                    slot.add(stream);
                }
            }
        }
        ticked = now;
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    private static final class Stream {

        private final HttpServerRequest request;
        private final TickingFrames.Fault fault;
        private final long start = System.nanoTime();
        private int sent;
        private boolean over;

        Stream(HttpServerRequest request, TickingFrames.Fault fault) {
            this.request = request;
            this.fault = fault;
        }

        /** Whether there is more to come. */
        boolean next() {
            if (over) {
                return false;
            }
            if (sent == TickingFrames.FRAMES) {
                request.response().end(Buffer.buffer(TickingFrames.end()));
                return false;
            }
            boolean now = sent == TickingFrames.FRAMES / 3;
            if (now && fault == TickingFrames.Fault.CUT) {
                request.connection().close();
                return false;
            }
            if (now && fault == TickingFrames.Fault.STALL) {
                return false;
            }
            if (now && fault == TickingFrames.Fault.MALFORMED) {
                request.response().write("data: {\"choices\":[{\"delta\":\n\n");
            }
            long due = start + sent * TickingFrames.BETWEEN_MILLIS * 1_000_000;
            request.response().write(TickingFrames.frame(sent++, due, System.nanoTime()));
            return true;
        }
    }
}
