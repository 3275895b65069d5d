package io.quartermaster.platform.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a body piece by piece, each once the client has taken the one before: what is held does not grow with the body. */
final class PieceWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PieceWriter.class);

    private final HttpServerResponse response;
    private final Reply.Pieces pieces;
    private final Blocking blocking;
    private final String requestId;

    private PieceWriter(HttpServerResponse response, Reply.Pieces pieces, Blocking blocking, String requestId) {
        this.response = response;
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
        new PieceWriter(response, pieces, blocking, RequestIds.of(context)).next();
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
        return response.write(Buffer.buffer(piece.get())).onSuccess(_ -> next());
    }

    private void broken(Throwable failure) {
        if (!response.closed()) {
            LOG.warn("Request {} broke off in the middle of its answer", requestId, failure);
            response.reset(); // a body cut short is the only honest one left
        }
    }
}
