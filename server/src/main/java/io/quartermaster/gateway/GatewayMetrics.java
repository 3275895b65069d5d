package io.quartermaster.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quartermaster.gateway.snapshot.Snapshots;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the gateway measures of itself: by route and outcome, never by tenant, key or model. */
final class GatewayMetrics {

    private final Map<GatewayRoute, Map<Outcome, Timer>> calls = new EnumMap<>(GatewayRoute.class);
    private final Map<GatewayRoute, Timer> overhead = new EnumMap<>(GatewayRoute.class);
    private final Map<GatewayRoute, Timer> firstByte = new EnumMap<>(GatewayRoute.class);
    private final Map<UpstreamFault, Counter> faults = new EnumMap<>(UpstreamFault.class);
    private final Map<FailureKind, Counter> retries = new EnumMap<>(FailureKind.class);
    private final Map<Queue, Timer> queues = new EnumMap<>(Queue.class);
    private final Counter unmetered;

    /** What a call may wait for here before it goes out; it is a part of its overhead. */
    enum Queue {
        LIMITS_AND_BUDGETS,
        CONNECTION;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    GatewayMetrics(MeterRegistry registry, Admission admission, Snapshots snapshots) {
        for (GatewayRoute route : GatewayRoute.values()) {
            Map<Outcome, Timer> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                byOutcome.put(
                        outcome,
                        Timer.builder("qm.gateway.calls")
                                .description("Calls that went to a provider, from admission to the end of the answer")
                                .tag("route", route.word())
                                .tag("outcome", outcome.word())
                                .register(registry));
            }
            calls.put(route, byOutcome);
            overhead.put(
                    route,
                    Timer.builder("qm.gateway.overhead")
                            .description("What the gateway itself added to a call before its answer began")
                            .tag("route", route.word())
                            .register(registry));
            firstByte.put(
                    route,
                    Timer.builder("qm.gateway.first.byte")
                            .description("From admission to the first byte of the provider's answer")
                            .tag("route", route.word())
                            .register(registry));
        }
        for (Queue queue : Queue.values()) {
            queues.put(
                    queue,
                    Timer.builder("qm.gateway.queue")
                            .description("What calls waited for before they went out, as a part of the overhead")
                            .tag("for", queue.word())
                            .register(registry));
        }
        for (UpstreamFault fault : UpstreamFault.values()) {
            faults.put(
                    fault,
                    Counter.builder("qm.gateway.upstream.faults")
                            .description("Failed upstream calls")
                            .tag("fault", fault.code())
                            .register(registry));
        }
        for (FailureKind kind : FailureKind.values()) {
            retries.put(
                    kind,
                    Counter.builder("qm.gateway.attempts.again")
                            .description("Attempts after a failed one, by how that failed")
                            .tag("after", kind.word())
                            .register(registry));
        }
        unmetered = Counter.builder("qm.gateway.unmetered")
                .description(
                        "Completed calls whose usage the provider did not report in full, and that were counted by guess")
                .register(registry);
        Gauge.builder("qm.gateway.calls.in.flight", admission, Admission::callsInFlight)
                .description("Calls that are running on this node")
                .register(registry);
        Gauge.builder("qm.gateway.snapshots", snapshots, Snapshots::size)
                .description("Tenants in memory")
                .register(registry);
    }

    void ended(GatewayRoute route, UsageEvent event) {
        Map<Outcome, Timer> byOutcome = calls.get(route);
        Timer timer = byOutcome == null ? null : byOutcome.get(event.outcome());
        if (timer != null) {
            timer.record(event.durationMicros(), TimeUnit.MICROSECONDS);
        }
        Timer overheadTimer = overhead.get(route);
        if (overheadTimer != null) {
            overheadTimer.record(event.overheadMicros(), TimeUnit.MICROSECONDS);
        }
        Timer firstByteTimer = firstByte.get(route);
        if (firstByteTimer != null && event.firstByteMicros().isPresent()) {
            firstByteTimer.record(event.firstByteMicros().getAsLong(), TimeUnit.MICROSECONDS);
        }
        if (event.outcome() == Outcome.COMPLETED
                && route.reportsTokens()
                && event.tokens().estimated()) {
            unmetered.increment();
        }
    }

    void queued(Queue queue, long nanos) {
        Timer timer = queues.get(queue);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** An attempt after one that failed in this way. */
    void retried(FailureKind kind) {
        Counter counter = retries.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void failed(UpstreamFault fault) {
        Counter counter = faults.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }
}
