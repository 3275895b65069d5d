package io.quartermaster.platform.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quartermaster.platform.Ids;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Function;

/** The listener of one event loop, with the limits that protect it. */
final class Listener extends VerticleBase {

    private static final int SHARED_RANDOM_PORT = -1; // 0 would give each event loop a port of its own
    private static final int SEND_BUFFER_BYTES =
            256 << 10; // a client that reads slowly holds no more than this in the kernel
    private static final int MOST_HEADER_BYTES = 16_384;
    private static final int MOST_LINE_BYTES = 8_192;

    private final HttpSettings settings;
    private final Ids ids;
    private final Function<Vertx, Router> routes;
    private final HttpFront.Shortcut shortcut;
    private final List<HttpServer> servers;

    Listener(
            HttpSettings settings,
            Ids ids,
            Function<Vertx, Router> routes,
            HttpFront.Shortcut shortcut,
            List<HttpServer> servers) {
        this.settings = settings;
        this.ids = ids;
        this.routes = routes;
        this.shortcut = shortcut;
        this.servers = servers;
    }

    @Override
    public Future<?> start() {
        int most = Math.ceilDiv(settings.mostConnections(), settings.eventLoops());
        ConnectionGuard guard = new ConnectionGuard(vertx, most, settings.idle());
        Router router = routes.apply(vertx);
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            RequestIds.give(context, ids.next().toString());
            guard.onRequest(context);
            context.next();
        });
        for (int status : new int[] {400, 404, 405, 408, 413, 414, 415, 500, 503}) {
            router.errorHandler(status, context -> Failures.answer(context, status));
        }
        HttpServer server = vertx.createHttpServer(options())
                .connectionHandler(guard::onConnect)
                .invalidRequestHandler(this::refuse)
                .requestHandler(request -> {
                    if (shortcut.wants(request)) {
                        guard.onRequest(request);
                        shortcut.handle(request);
                    } else {
                        router.handle(request);
                    }
                });
        servers.add(server);
        return server.listen();
    }

    /** Clear-text HTTP/2 stays off: with it a connection is only announced with its first request, so nothing guards it before. */
    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port() == 0 ? SHARED_RANDOM_PORT : settings.port())
                .setHttp2ClearTextEnabled(false)
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_LINE_BYTES);
        settings.tls()
                .ifPresent(files -> options.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(files.certificate().toString())
                                .setKeyPath(files.key().toString())));
        return options;
    }

    /** What the decoder refuses never reaches the router. */
    private void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        String requestId = ids.next().toString();
        Answer answer = Answer.of(Failures.document(Failures.ofStatus(status), requestId));
        answer.headers().forEach(request.response()::putHeader);
        request.response()
                .setStatusCode(status)
                .putHeader(RequestIds.HEADER, requestId)
                .putHeader("connection", "close")
                .end(answer.body())
                .onComplete(_ -> request.connection().close());
    }
}
