package io.quartermaster.platform.http;

import io.quartermaster.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /health/live} and {@code /health/ready}, open to anybody. */
public final class HealthResource {

    private final Blocking blocking;
    private final Supplier<List<String>> reasonsNotReady;
    private final Supplier<List<String>> warnings;

    /**
     * @param reasonsNotReady asked at each call; may block for a moment; empty means ready
     * @param warnings what somebody should do soon, although the node is ready
     */
    public HealthResource(Blocking blocking, Supplier<List<String>> reasonsNotReady, Supplier<List<String>> warnings) {
        this.blocking = blocking;
        this.reasonsNotReady = reasonsNotReady;
        this.warnings = warnings;
    }

    public void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context, 200, Map.of("status", "live")));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        blocking.call(reasonsNotReady::get)
                .onSuccess(reasons -> {
                    if (reasons.isEmpty()) {
                        List<String> soon = warnings.get();
                        answer(
                                context,
                                200,
                                soon.isEmpty()
                                        ? Map.of("status", "ready")
                                        : Map.of("status", "ready", "warnings", soon));
                    } else {
                        answer(context, 503, Map.of("status", "not_ready", "reasons", reasons));
                    }
                })
                .onFailure(failure -> answer(
                        context, 503, Map.of("status", "not_ready", "reasons", List.of("The server is overloaded."))));
    }

    private static void answer(RoutingContext context, int status, Object body) {
        if (!context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(Json.bytes(body)));
        }
    }
}
