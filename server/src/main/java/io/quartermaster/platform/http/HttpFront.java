package io.quartermaster.platform.http;

import io.quartermaster.platform.Ids;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: one listener on each event loop, all on one port. */
public final class HttpFront {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    /** Requests that are spared the router, for which it has been the greater part of the work. Its own failures are its affair. */
    public interface Shortcut {
        boolean wants(HttpServerRequest request);

        void handle(HttpServerRequest request);
    }

    private static final Shortcut NONE = new Shortcut() {
        @Override
        public boolean wants(HttpServerRequest request) {
            return false;
        }

        @Override
        public void handle(HttpServerRequest request) {
            throw new IllegalStateException("It wants none");
        }
    };

    private final List<HttpServer> servers;

    private HttpFront(List<HttpServer> servers) {
        this.servers = servers;
    }

    /** As the other, with all requests going through the router. */
    public static HttpFront start(Vertx vertx, HttpSettings settings, Ids ids, Function<Vertx, Router> routes) {
        return start(vertx, settings, ids, routes, NONE);
    }

    /**
     * Listens, and returns when every event loop does.
     *
     * @param routes builds the router of one event loop
     * @throws CannotServe when the port is taken or the settings do not work
     */
    public static HttpFront start(
            Vertx vertx, HttpSettings settings, Ids ids, Function<Vertx, Router> routes, Shortcut shortcut) {
        List<HttpServer> servers = new CopyOnWriteArrayList<>();
        Future<String> deployed = vertx.deployVerticle(
                () -> new Listener(settings, ids, routes, shortcut, servers),
                new DeploymentOptions().setInstances(settings.eventLoops()));
        try {
            deployed.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CannotServe(reason(settings, cause), cause);
        }
        return new HttpFront(List.copyOf(servers));
    }

    private static String reason(HttpSettings settings, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) { // no class of its own: native transports throw another
            return "Port " + settings.port() + " of " + settings.host()
                    + " is taken by another program: stop that, or set QM_HTTP_PORT to a free port.";
        }
        String tls = settings.tls()
                .map(files -> " with the certificate " + files.certificate() + " and the key " + files.key())
                .orElse("");
        return "Cannot listen on " + settings.host() + ":" + settings.port() + tls + " ("
                + (cause.getMessage() == null ? cause.getClass().getSimpleName() : message)
                + "); check QM_HTTP_HOST and QM_HTTP_PORT"
                + (tls.isEmpty() ? "." : ", QM_TLS_CERT_FILE and QM_TLS_KEY_FILE.");
    }

    /** The port that is really listened on. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /** Stops listening at once, lets running requests and streams finish for at most {@code drain}, then cuts the rest. */
    public void shutdown(Duration drain) {
        List<Future<Void>> stops = servers.stream()
                .map(server -> server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        try {
            Future.join(stops)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(drain.toMillis() + 5_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The HTTP server did not stop cleanly", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
