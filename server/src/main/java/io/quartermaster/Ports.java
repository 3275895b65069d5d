package io.quartermaster;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.http.HttpFront;
import io.quartermaster.platform.http.HttpSettings;
import io.quartermaster.platform.http.MetricsResource;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a node listens: one port for all of it, and one for its metrics where that is set. */
final class Ports implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Settings.Http settings;
    private final Ids ids;
    private final List<Consumer<Router>> routes;
    private final Function<Predicate<Optional<String>>, MetricsResource> metrics;
    private final Predicate<Optional<String>> isOperator;
    private final HttpFront.Shortcut shortcut;
    private @Nullable HttpFront front;
    private @Nullable HttpFront metricsFront;

    /**
     * Listens nowhere yet.
     *
     * @param routes mounted on the router of each event loop, in this order
     * @param metrics made for those keys that may read them
     * @param isOperator whether a key may read metrics where they have no port of their own
     */
    Ports(
            Vertx vertx,
            Settings.Http settings,
            Ids ids,
            List<Consumer<Router>> routes,
            Function<Predicate<Optional<String>>, MetricsResource> metrics,
            Predicate<Optional<String>> isOperator,
            HttpFront.Shortcut shortcut) {
        this.vertx = vertx;
        this.settings = settings;
        this.ids = ids;
        this.routes = List.copyOf(routes);
        this.metrics = metrics;
        this.isOperator = isOperator;
        this.shortcut = shortcut;
    }

    /** Opens them, and answers with the address that people type. */
    String open() {
        HttpSettings http = HttpSettings.of(settings.host(), settings.port());
        if (settings.tls().isPresent()) {
            Settings.Tls tls = settings.tls().get();
            http = http.withTls(new HttpSettings.Tls(tls.certificate(), tls.key()));
        }
        HttpFront listening = HttpFront.start(vertx, http, ids, this::router, shortcut);
        front = listening;
        if (settings.metricsPort().isPresent()) {
            HttpSettings own =
                    HttpSettings.of(settings.host(), settings.metricsPort().getAsInt());
            metricsFront = HttpFront.start(vertx, own.onOneEventLoop(), ids, this::metricsRouter);
        }
        return (settings.tls().isPresent() ? "https://" : "http://") + settings.host() + ":" + listening.port();
    }

    private Router router(Vertx ofLoop) {
        Router router = Router.router(ofLoop);
        if (settings.metricsPort().isEmpty()) {
            metrics.apply(isOperator).mount(router);
        }
        routes.forEach(route -> route.accept(router));
        return router;
    }

    /** A port of its own is for the operator's network, so it asks for no key. */
    private Router metricsRouter(Vertx ofLoop) {
        Router router = Router.router(ofLoop);
        metrics.apply(_ -> true).mount(router);
        return router;
    }

    /** Takes nothing new, and lets what runs end. */
    @Override
    public void close() {
        if (metricsFront != null) {
            metricsFront.shutdown(Duration.ofSeconds(1));
        }
        if (front != null) {
            front.shutdown(DRAIN);
        }
    }
}
