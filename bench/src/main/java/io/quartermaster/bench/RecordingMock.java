package io.quartermaster.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** An upstream that keeps its own record of what it was asked and what it answered whole; under {@code /first} one call in eight fails. */
final class RecordingMock {

    private static final int FAILING_IN = 40; // of which five fail, each in its way

    private final Vertx vertx;
    private final AtomicIntegerArray asked;
    private final AtomicIntegerArray answered;

    private RecordingMock(Vertx vertx, int calls) {
        this.vertx = vertx;
        this.asked = new AtomicIntegerArray(calls);
        this.answered = new AtomicIntegerArray(calls);
    }

    static RecordingMock start(Vertx vertx, int port, int calls) {
        RecordingMock mock = new RecordingMock(vertx, calls);
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setTcpNoDelay(true).setPort(port).setHost("127.0.0.1"));
        server.requestHandler(mock::serve).listen().await();
        return mock;
    }

    int asked(NumberedCall call) {
        return asked.get(call.number());
    }

    /** How often the whole answer was handed to the network; an upper bound of what arrived. */
    int answered(NumberedCall call) {
        return answered.get(call.number());
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            NumberedCall call = NumberedCall.of(body.toString());
            int attempt = asked.incrementAndGet(call.number());
            int fate = request.uri().startsWith("/first") ? call.random(attempt).nextInt(FAILING_IN) : FAILING_IN;
            HttpServerResponse response = request.response();
            response.exceptionHandler(_ -> {});
            switch (fate) {
                case 0 ->
                    response.setStatusCode(500).end("{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}");
                case 1 ->
                    response.setStatusCode(503).end("{\"error\":{\"message\":\"busy\",\"type\":\"server_error\"}}");
                case 2 -> request.connection().close();
                case 3 -> later(() -> cut(call, request));
                case 4 ->
                    later(() -> {
                        if (call.streamed()) {
                            start(response).write("data: {\"choices\":[{\"delta\":\n\n");
                            later(() -> request.connection().close());
                        } else {
                            response.end("{\"id\":\"half");
                        }
                    });
                default -> later(() -> whole(call, response));
            }
        });
    }

    private void whole(NumberedCall call, HttpServerResponse response) {
        if (!call.streamed()) {
            answered.incrementAndGet(call.number());
            response.end(call.completion());
            return;
        }
        start(response).write(NumberedCall.frame().repeat(NumberedCall.FRAMES / 2));
        later(() -> {
            response.write(NumberedCall.frame().repeat(NumberedCall.FRAMES / 2));
            later(() -> {
                answered.incrementAndGet(call.number());
                response.end(call.end());
            });
        });
    }

    private void cut(NumberedCall call, HttpServerRequest request) {
        if (call.streamed()) {
            start(request.response()).write(NumberedCall.frame().repeat(NumberedCall.FRAMES / 2));
            later(() -> request.connection().close());
        } else {
            request.response().putHeader("content-length", "4000").write("{\"id\":");
            later(() -> request.connection().close());
        }
    }

    private static HttpServerResponse start(HttpServerResponse response) {
        return response.setChunked(true).putHeader("content-type", "text/event-stream");
    }

    private void later(Runnable step) {
        vertx.setTimer(4, _ -> step.run());
    }
}
