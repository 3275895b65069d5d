package io.quartermaster.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.gateway.inbound.ClientInbound;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.signing.CallSigner;
import io.quartermaster.gateway.snapshot.PersonalTenants;
import io.quartermaster.gateway.snapshot.Snapshots;
import io.quartermaster.gateway.trace.Traces;
import io.quartermaster.gateway.upstream.HttpUpstream;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.HttpFront;
import io.quartermaster.platform.telemetry.AccessLog;
import io.quartermaster.usage.budget.BudgetGuard;
import io.quartermaster.usage.limit.RateGuard;
import io.quartermaster.usage.spool.UsageSpool;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The data plane, put together. One for all event loops; each keeps connections and deadlines of its own. */
public final class Gateway {

    private static final String USER_AGENT = "quartermaster";

    private final ClientInbound inbound;
    private final Admission admission;

    public Gateway(
            Vertx vertx,
            Snapshots snapshots,
            PersonalTenants people,
            UsageSpool spool,
            RateGuard rates,
            BudgetGuard budgets,
            OutgoingGuard guard,
            CallSigner signer,
            Circuits circuits,
            RandomGenerator random,
            Deadlines deadlines,
            GatewayLimits limits,
            InstantSource clock,
            Ids ids,
            AccessLog accessLog,
            Traces traces,
            MeterRegistry registry) {
        EventLoopLocal<DeadlineWatch> watches = new EventLoopLocal<>(() -> DeadlineWatch.start(vertx));
        this.admission = new Admission(limits);
        Upstream upstream = new HttpUpstream(vertx, guard, signer, USER_AGENT, watches);
        CallLog callLog = new CallLog(accessLog, clock);
        Calls calls = new Calls(
                vertx,
                upstream,
                Failover.standard(random),
                circuits,
                deadlines,
                admission,
                limits,
                new GatewayMetrics(registry, admission, snapshots),
                new UpstreamLog(System::nanoTime),
                callLog,
                new EventLoopLocal<>(spool::lane),
                new Toll(rates, budgets, clock),
                ids,
                clock);
        this.inbound = new ClientInbound(
                vertx,
                new Authenticator(snapshots, people, clock),
                calls,
                admission,
                limits,
                deadlines,
                ids,
                watches,
                callLog,
                traces);
    }

    /** Takes everything under {@code /v1} of the router. */
    public void mount(Router router) {
        inbound.mount(router);
    }

    /** Calls that are running on this node. */
    public int callsInFlight() {
        return admission.callsInFlight();
    }

    /** The same routes for a server that spares calls the router. */
    public HttpFront.Shortcut shortcut() {
        return inbound;
    }
}
