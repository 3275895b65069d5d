package io.quartermaster.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The admin API: binds the operations of the contract to their handlers, and answers everything under {@code /api}. */
public final class AdminApi {

    private static final String EVERYTHING = "/api/*";

    private final List<BoundOperation> operations;
    private final Map<String, String> methodsByPath;
    private final RequestLog log;

    /**
     * Binds a contract.
     *
     * @param room for the bodies of all requests at once
     * @param bodyDeadline how long a body may take to arrive
     * @throws IllegalStateException when an operation has no handler or a handler no operation
     */
    public AdminApi(
            Contract contract,
            Operations handlers,
            AuthenticationHook authentication,
            Blocking blocking,
            BodyRoom room,
            Duration bodyDeadline,
            MeterRegistry metrics) {
        contract.requireHandlers(handlers);
        this.operations = contract.shapes().stream()
                .map(shape -> new BoundOperation(
                        shape, handlers.require(shape.operation().id()), authentication, blocking, room, bodyDeadline))
                .toList();
        this.methodsByPath = contract.operations().stream()
                .collect(Collectors.groupingBy(
                        ContractOperation::path,
                        TreeMap::new,
                        Collectors.mapping(ContractOperation::method, Collectors.joining(", "))));
        this.log = new RequestLog(metrics);
    }

    /** Adds the routes; call it once for the router of each event loop. */
    public void mount(Router router) {
        router.route(EVERYTHING).handler(log);
        for (BoundOperation operation : operations) {
            router.route(HttpMethod.valueOf(operation.method()), routePath(operation.path()))
                    .handler(operation);
        }
        methodsByPath.forEach((path, methods) -> router.route(routePath(path)).handler(context -> {
            context.response().putHeader("allow", methods);
            refuse(context, 405);
        }));
        router.route(EVERYTHING).handler(context -> refuse(context, 404));
    }

    private static void refuse(RoutingContext context, int status) {
        String requestId = RequestIds.of(context);
        Answer.of(Failures.document(Failures.ofStatus(status), requestId)).write(context);
    }

    private static String routePath(String template) {
        return Objects.requireNonNull(template).replaceAll("\\{(\\w+)}", ":$1");
    }
}
