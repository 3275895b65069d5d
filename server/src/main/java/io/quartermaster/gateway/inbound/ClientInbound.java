package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Admission;
import io.quartermaster.gateway.Authenticator;
import io.quartermaster.gateway.CallLog;
import io.quartermaster.gateway.Calls;
import io.quartermaster.gateway.DeadlineWatch;
import io.quartermaster.gateway.Deadlines;
import io.quartermaster.gateway.EventLoopLocal;
import io.quartermaster.gateway.GatewayLimits;
import io.quartermaster.gateway.LogRate;
import io.quartermaster.gateway.trace.Traces;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.HttpFront;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes under {@code /v1} for clients that speak the protocol of OpenAI or of Anthropic. */
public final class ClientInbound implements HttpFront.Shortcut {

    static final Logger LOG = LoggerFactory.getLogger(ClientInbound.class);

    private static final String PREFIX = "/v1/";

    final Vertx vertx;
    final Authenticator authenticator;
    final Calls calls;
    final Admission admission;
    final GatewayLimits limits;
    final Deadlines deadlines;
    final Ids ids;
    final EventLoopLocal<DeadlineWatch> watches;
    final CallLog callLog;
    final Traces traces;
    final LogRate cuts = new LogRate(LOG, "requests that were cut", System::nanoTime);

    public ClientInbound(
            Vertx vertx,
            Authenticator authenticator,
            Calls calls,
            Admission admission,
            GatewayLimits limits,
            Deadlines deadlines,
            Ids ids,
            EventLoopLocal<DeadlineWatch> watches,
            CallLog callLog,
            Traces traces) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.calls = calls;
        this.admission = admission;
        this.limits = limits;
        this.deadlines = deadlines;
        this.ids = ids;
        this.watches = watches;
        this.callLog = callLog;
        this.traces = traces;
    }

    public void mount(Router router) {
        router.route(PREFIX + "*").handler((RoutingContext context) -> handle(context.request()));
    }

    /** Whether it is under {@code /v1}, written plainly; other ways of writing that come in by the router. */
    @Override
    public boolean wants(HttpServerRequest request) {
        String path = request.path();
        return path != null && path.startsWith(PREFIX);
    }

    @Override
    public void handle(HttpServerRequest request) {
        ClientExchange exchange = new ClientExchange(this, request);
        try {
            exchange.begin();
        } catch (RuntimeException bug) {
            exchange.broken(bug);
        }
    }
}
