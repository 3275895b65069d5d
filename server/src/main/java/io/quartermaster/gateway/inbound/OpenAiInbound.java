package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Admission;
import io.quartermaster.gateway.Authenticator;
import io.quartermaster.gateway.Calls;
import io.quartermaster.gateway.DeadlineWatch;
import io.quartermaster.gateway.Deadlines;
import io.quartermaster.gateway.EventLoopLocal;
import io.quartermaster.gateway.GatewayLimits;
import io.quartermaster.platform.Ids;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The routes under {@code /v1} for clients that speak the OpenAI protocol. */
public final class OpenAiInbound implements Handler<HttpServerRequest> {

    private static final String PREFIX = "/v1/";

    final Vertx vertx;
    final Authenticator authenticator;
    final Calls calls;
    final Admission admission;
    final GatewayLimits limits;
    final Deadlines deadlines;
    final Ids ids;
    final EventLoopLocal<DeadlineWatch> watches;

    public OpenAiInbound(
            Vertx vertx,
            Authenticator authenticator,
            Calls calls,
            Admission admission,
            GatewayLimits limits,
            Deadlines deadlines,
            Ids ids,
            EventLoopLocal<DeadlineWatch> watches) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.calls = calls;
        this.admission = admission;
        this.limits = limits;
        this.deadlines = deadlines;
        this.ids = ids;
        this.watches = watches;
    }

    public void mount(Router router) {
        router.route(PREFIX + "*").handler((RoutingContext context) -> handle(context.request()));
    }

    /** Takes what is under {@code /v1} and leaves the rest to {@code others}: spares calls the router. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> others) {
        return request -> {
            if (request.path() != null && request.path().startsWith(PREFIX)) {
                handle(request);
            } else {
                others.handle(request);
            }
        };
    }

    @Override
    public void handle(HttpServerRequest request) {
        new OpenAiExchange(this, request).begin();
    }
}
