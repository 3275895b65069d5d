package io.quartermaster.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Collects the body of one request, bounded in size and time, alone and with all others. Works on the event loop. */
final class BodyReader {

    private final BodyRoom room;
    private final int limit;
    private final Promise<byte[]> promise = Promise.promise();
    private Buffer collected = Buffer.buffer();
    private int taken;

    BodyReader(BodyRoom room, int limit) {
        this.room = room;
        this.limit = limit;
    }

    /**
     * The whole body, or a {@link Problem}: 413 over the limit, 408 past the deadline, 503 when others have the room. Call it before
     * anything asynchronous, or while the request is paused.
     */
    Future<byte[]> read(RoutingContext context, Duration deadline) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return Future.succeededFuture(new byte[0]);
        }
        if (declaredLength(request) > limit) {
            return Future.failedFuture(tooLarge());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        long timer = context.vertx().setTimer(deadline.toMillis(), _ -> fail(tooSlow(deadline)));
        request.handler(this::collect)
                .endHandler(_ -> promise.tryComplete(collected.getBytes()))
                .exceptionHandler(_ -> fail(cutOff()));
        return promise.future().onComplete(_ -> {
            context.vertx().cancelTimer(timer);
            collected = Buffer.buffer(); // the handlers that hold us live as long as the connection
        });
    }

    /** Gives the room back; call it when the body is done with. */
    void release() {
        room.giveBack(taken);
        taken = 0;
    }

    private void collect(Buffer chunk) {
        if (promise.future().isComplete()) {
            return; // what arrives of a refused body is dropped
        }
        if (collected.length() + chunk.length() > limit) {
            fail(tooLarge());
        } else if (!room.tryTake(chunk.length())) {
            fail(new Problem(ProblemType.OVERLOADED, "Too many bodies are being read; try again.")
                    .retryAfter(Duration.ofSeconds(1)));
        } else {
            taken += chunk.length();
            collected.appendBuffer(chunk);
        }
    }

    private void fail(Throwable cause) {
        promise.tryFail(cause);
    }

    private Problem tooLarge() {
        return new Problem(ProblemType.TOO_LARGE, "The body may have at most " + limit + " bytes here.");
    }

    private static Problem tooSlow(Duration deadline) {
        return new Problem(
                ProblemType.TIMED_OUT, "The body did not arrive within " + deadline.toSeconds() + " seconds.");
    }

    /** The client left or garbled its chunks; neither is for our log. */
    private static Problem cutOff() {
        return new Problem(ProblemType.INVALID_REQUEST, "The body ended before it was whole.");
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE; // the decoder refuses such lengths; should one come through, so do we
        }
    }
}
