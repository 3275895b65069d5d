package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.ModelResolution;
import io.quartermaster.gateway.snapshot.ModelResolution.Outcome;
import io.quartermaster.gateway.snapshot.ModelRoute;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.platform.Ids;
import io.quartermaster.protocol.FormScan;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.usage.spool.SpoolLane;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns what a client sent into a call: scan, resolve, plan the attempts, make the first. */
public final class Calls {

    final Admission admission;
    final GatewayLimits limits;
    final GatewayMetrics metrics;
    final UpstreamLog log;
    final CallLog callLog;
    final EventLoopLocal<SpoolLane> spool;
    final Ids ids;
    final InstantSource clock;
    final Vertx vertx;
    final Upstream upstream;
    final Failover failover;
    final Circuits circuits;
    final RetryBudget retries = new RetryBudget();
    final ErrorAnswer errors;
    final Deadlines deadlines;
    final Toll toll;

    Calls(
            Vertx vertx,
            Upstream upstream,
            Failover failover,
            Circuits circuits,
            Deadlines deadlines,
            Admission admission,
            GatewayLimits limits,
            GatewayMetrics metrics,
            UpstreamLog log,
            CallLog callLog,
            EventLoopLocal<SpoolLane> spool,
            Toll toll,
            Ids ids,
            InstantSource clock) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.failover = failover;
        this.circuits = circuits;
        this.errors = new ErrorAnswer(clock);
        this.deadlines = deadlines;
        this.admission = admission;
        this.limits = limits;
        this.metrics = metrics;
        this.log = log;
        this.callLog = callLog;
        this.spool = spool;
        this.toll = toll;
        this.ids = ids;
        this.clock = clock;
    }

    /** The call, on its way; empty when it was refused, which the client has been told then. */
    public Optional<Call> start(Incoming incoming, byte[] body, ClientEnd client) {
        ScannedRequest scan;
        try {
            scan = incoming.route().takesForms() ? FormScan.of(body, incoming.formType()) : RequestScan.of(body);
            if (incoming.route() == GatewayRoute.AUDIO_SPEECH && !scan.inputIsText()) {
                throw MalformedBody.at(
                        "input", "The field `input` must be a string: it is what is spoken and paid for.");
            }
        } catch (MalformedBody e) {
            return refused(client, Refusal.malformed(e));
        }
        GatewayRoute route = incoming.route();
        if (scan.streamed() && !route.streamable()) {
            return refused(client, Refusal.notStreamable());
        }
        Caller caller = incoming.caller();
        return switch (ModelResolution.resolve(
                caller.tenant().routes(),
                caller.key(),
                route.modelType(),
                protocol -> UpstreamPath.exists(route, protocol),
                scan.model())) {
            case Outcome.Found(ModelRoute model) -> Optional.of(send(incoming, client, scan, model));
            case Outcome.NotFound _ ->
                refused(client, Refusal.modelNotFound(scan.model().orElse("default")));
            case Outcome.NoDefault _ ->
                refused(client, Refusal.noDefaultModel(route.modelType().word()));
            case Outcome.DefaultUnusable(var reason) -> refused(client, Refusal.defaultModelUnusable(reason));
            case Outcome.OtherRoutes(ModelRoute model) ->
                refused(
                        client,
                        Refusal.otherRoutes(
                                route,
                                model.model().family(),
                                model.attempts().getFirst().protocol()));
            case Outcome.Unusable(var reason) -> refused(client, Refusal.modelUnusable(reason));
        };
    }

    private Call send(Incoming incoming, ClientEnd client, ScannedRequest scan, ModelRoute model) {
        Caller caller = incoming.caller();
        List<Step> plan = caller.tenant().routes().plan(model);
        if (plan.stream().anyMatch(step -> !UpstreamPath.exists(incoming.route(), step.protocol()))) {
            plan = plan.stream() // a fallback that speaks another protocol is none for this route
                    .filter(step -> UpstreamPath.exists(incoming.route(), step.protocol()))
                    .toList();
        }
        if (!caller.key().allowedModels().isEmpty()) { // a fallback is no way to a model that the key may not call
            plan = plan.stream()
                    .filter(step -> ModelResolution.allows(caller.key(), step.route()))
                    .toList();
        }
        Call call = new Call(this, incoming, client, plan, scan);
        call.start();
        return call;
    }

    private static Optional<Call> refused(ClientEnd client, Refusal refusal) {
        client.refuse(refusal, Optional.empty());
        return Optional.empty();
    }
}
