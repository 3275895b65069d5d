package io.quartermaster.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a body piece by piece, each once the client has taken the one before: what is held does not grow with the body. */
final class PieceWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PieceWriter.class);
    private static final long LONGEST_STALL_MILLIS = 60_000;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Reply.Pieces pieces;
    private final Blocking blocking;
    private final String requestId;

    private PieceWriter(RoutingContext context, Reply.Pieces pieces, Blocking blocking, String requestId) {
        this.vertx = context.vertx();
        this.request = context.request();
        this.response = context.response();
        this.pieces = pieces;
        this.blocking = blocking;
        this.requestId = requestId;
    }

    static void write(Answer answer, Reply.Pieces pieces, RoutingContext context, Blocking blocking) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(answer.status()).setChunked(true);
        answer.headers().forEach(response::putHeader);
        new PieceWriter(context, pieces, blocking, RequestIds.of(context)).next();
    }

    private void next() {
        blocking.call(pieces::next).compose(this::write).onFailure(this::broken);
    }

    private Future<Void> write(Optional<byte[]> piece) {
        if (response.closed()) {
            return Future.succeededFuture();
        }
        if (piece.isEmpty()) {
            return response.end();
        }
        Future<Void> taken = response.write(Buffer.buffer(piece.get()));
        long timer = vertx.setTimer(LONGEST_STALL_MILLIS, _ -> stalled());
        return taken.onComplete(_ -> vertx.cancelTimer(timer)).onSuccess(_ -> next());
    }

    /** The client does not read: nobody else would ever end it. */
    private void stalled() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            Connections.cut(request.connection());
        }
    }

    private void broken(Throwable failure) {
        if (!response.closed()) {
            LOG.warn("Request {} broke off in the middle of its answer", requestId, failure);
            response.reset(); // a body cut short is the only honest one left
        }
    }
}
