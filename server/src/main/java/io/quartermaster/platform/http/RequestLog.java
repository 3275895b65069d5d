package io.quartermaster.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line and one measurement for each admin request; route templates only, never a query value or a header. */
final class RequestLog implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger("io.quartermaster.requests");
    private static final String OPERATION = "qm.operation";
    private static final int CLIENT_LEFT = 499; // what proxies log for it; no client ever sees it

    private final MeterRegistry metrics;

    RequestLog(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    static void nameOperation(RoutingContext context, ContractOperation operation) {
        context.put(OPERATION, operation);
    }

    @Override
    public void handle(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(end -> {
            int status = end.succeeded() ? context.response().getStatusCode() : CLIENT_LEFT;
            record(context, status, System.nanoTime() - start);
        });
        context.next();
    }

    private void record(RoutingContext context, int status, long nanos) {
        Optional<ContractOperation> operation = Optional.ofNullable(context.get(OPERATION));
        String method = context.request().method().name();
        String route = operation.map(ContractOperation::path).orElse("unknown route");
        Timer.builder("qm.admin.requests")
                .description("Requests of the admin API")
                .tag("operation", operation.map(ContractOperation::id).orElse("none"))
                .tag("status", String.valueOf(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(metrics)
                .record(nanos, TimeUnit.NANOSECONDS);
        LOG.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("duration_us", nanos / 1_000)
                .addKeyValue("request_id", RequestIds.of(context))
                .log("{} {} {}", method, route, status);
    }
}
