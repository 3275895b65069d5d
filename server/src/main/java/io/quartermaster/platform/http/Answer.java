package io.quartermaster.platform.http;

import io.quartermaster.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A reply as it goes out: encoded off the event loop, written on it. */
record Answer(int status, Map<String, String> headers, Buffer body, Optional<Reply.Pieces> pieces) {

    private static final long LINGER_MILLIS = 2_000;

    static Answer of(Reply reply) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("cache-control", "no-store");
        headers.put("x-content-type-options", "nosniff");
        Object body = reply.body().orElse(null);
        Buffer bytes = switch (body) {
            case null -> Buffer.buffer();
            case Reply.Pieces _ -> Buffer.buffer();
            case Reply.Text(String text) -> Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
            default -> {
                headers.put("content-type", "application/json");
                yield Buffer.buffer(Json.bytes(body));
            }
        };
        headers.putAll(reply.headers());
        return new Answer(
                reply.status(),
                headers,
                bytes,
                reply.body().filter(Reply.Pieces.class::isInstance).map(Reply.Pieces.class::cast));
    }

    /** Writes the answer, unless the client left or has one already. */
    void write(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            end(response);
            return;
        }
        // The rest of a refused body may still be on its way. Closing at once would reset the connection, and the
        // client would
        // never read why; reading on for ever would let it keep us busy.
        boolean http1 = request.version() != HttpVersion.HTTP_2;
        if (http1) {
            response.putHeader("connection", "close");
        }
        request.resume();
        end(response);
        if (http1) {
            long timer = context.vertx()
                    .setTimer(LINGER_MILLIS, _ -> request.connection().close());
            request.endHandler(_ -> {
                context.vertx().cancelTimer(timer);
                request.connection().close();
            });
        } else {
            response.reset();
        }
    }

    private void end(HttpServerResponse response) {
        if (status == 204 || status == 304) {
            response.end();
        } else {
            response.end(body);
        }
    }
}
