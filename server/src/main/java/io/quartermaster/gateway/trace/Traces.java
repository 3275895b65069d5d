package io.quartermaster.gateway.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Begins the traces of calls; when it is off, which it usually is, a call pays one comparison for it. */
public final class Traces {

    private static final String SCOPE = "io.quartermaster.gateway";

    private final @Nullable Tracer tracer;
    private final @Nullable GenAiMetrics metrics;
    private final boolean tellsProviders;

    private Traces(@Nullable Tracer tracer, @Nullable GenAiMetrics metrics, boolean tellsProviders) {
        this.tracer = tracer;
        this.metrics = metrics;
        this.tellsProviders = tellsProviders;
    }

    /**
     * Sends them to where telemetry goes, if it goes anywhere.
     *
     * @param tellsProviders whether providers are given the id of the trace, by which they could tell whose calls belong together
     */
    public static Traces to(Optional<OpenTelemetry> telemetry, boolean tellsProviders) {
        return telemetry
                .map(api -> new Traces(api.getTracer(SCOPE), new GenAiMetrics(api.getMeter(SCOPE)), tellsProviders))
                .orElseGet(() -> new Traces(null, null, false));
    }

    /**
     * The trace of a request that has just come in, as a part of its client's if that gave a well-formed {@code traceparent}.
     *
     * @param headers by their name
     */
    public CallTrace begin(String method, String requestId, UnaryOperator<@Nullable String> headers) {
        if (tracer == null || metrics == null) {
            return CallTrace.OFF;
        }
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, Headers.GETTER);
        return new CallTrace(new CallTrace.On(
                tracer,
                metrics,
                tellsProviders,
                tracer.spanBuilder(method)
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute(GenAi.METHOD, method)
                        .setAttribute(GenAi.REQUEST_ID, requestId)
                        .startSpan()));
    }

    private enum Headers implements TextMapGetter<UnaryOperator<@Nullable String>> {
        GETTER;

        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> headers) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable UnaryOperator<@Nullable String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    }
}
