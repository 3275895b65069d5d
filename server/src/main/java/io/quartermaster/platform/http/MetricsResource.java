package io.quartermaster.platform.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /metrics} in Prometheus' text format. */
public final class MetricsResource {

    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private static final String SCHEME = "Bearer ";

    private final PrometheusMeterRegistry meters;
    private final Blocking blocking;
    private final Predicate<Optional<String>> mayRead;

    /** @param mayRead whether the bearer of this key may read the metrics; may block */
    public MetricsResource(PrometheusMeterRegistry meters, Blocking blocking, Predicate<Optional<String>> mayRead) {
        this.meters = meters;
        this.blocking = blocking;
        this.mayRead = mayRead;
    }

    public void mount(Router router) {
        router.get("/metrics").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Optional<String> bearer = bearer(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        blocking.call(() -> mayRead.test(bearer) ? Optional.of(meters.scrape(FORMAT)) : Optional.<String>empty())
                .onSuccess(text -> text.ifPresentOrElse(
                        page -> context.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, FORMAT)
                                .end(page),
                        () -> context.response().setStatusCode(401).end("Send the operator key as a bearer.\n")))
                .onFailure(failure -> context.response().setStatusCode(503).end("Not available now.\n"));
    }

    private static Optional<String> bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
