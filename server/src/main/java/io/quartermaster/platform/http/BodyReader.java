package io.quartermaster.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Collects the body of one request, bounded in size and time. Works on the event loop. */
final class BodyReader {

    private final int limit;
    private final Promise<byte[]> promise = Promise.promise();
    private final Buffer collected = Buffer.buffer();

    private BodyReader(int limit) {
        this.limit = limit;
    }

    /** The whole body, or a {@link Problem}: 413 over the limit, 408 past the deadline. Call it before anything asynchronous. */
    static Future<byte[]> read(RoutingContext context, int limit, Duration deadline) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return Future.succeededFuture(new byte[0]);
        }
        BodyReader reader = new BodyReader(limit);
        if (declaredLength(request) > limit) {
            return Future.failedFuture(reader.tooLarge());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        long timer = context.vertx().setTimer(deadline.toMillis(), _ -> reader.fail(tooSlow(deadline)));
        request.handler(reader::collect)
                .endHandler(_ -> reader.promise.tryComplete(reader.collected.getBytes()))
                .exceptionHandler(_ -> reader.fail(cutOff()));
        return reader.promise.future().onComplete(_ -> context.vertx().cancelTimer(timer));
    }

    private void collect(Buffer chunk) {
        if (promise.future().isComplete()) {
            return; // what arrives of a refused body is dropped
        }
        if (collected.length() + chunk.length() > limit) {
            fail(tooLarge());
        } else {
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
