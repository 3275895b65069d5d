package io.quartermaster.gateway.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.usage.Tokens;
import io.quartermaster.usage.UsageEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call's span, and under it one of each attempt. Used on the call's event loop only, and never waits. */
public final class CallTrace {

    /** Of a node that traces nothing. */
    public static final CallTrace OFF = new CallTrace(null);

    private final @Nullable On on;
    private @Nullable Attempted attempt;
    private boolean over;

    CallTrace(@Nullable On on) {
        this.on = on;
    }

    /** What it takes to trace. */
    record On(Tracer tracer, GenAiMetrics metrics, boolean tellsProviders, Span span) {}

    private record Attempted(Span span, Attributes what, long began) {}

    /** What an attempt is about to do; its numbers begin with one. */
    public record Target(
            String route,
            ProviderFamily family,
            String model,
            Optional<String> provider,
            String credentialSource,
            String host,
            int port,
            int number) {}

    public boolean isOn() {
        return on != null;
    }

    /** An attempt begins; answers with the {@code traceparent} for its provider, if that may know. */
    public Optional<String> attempt(Target target) {
        if (on == null) {
            return Optional.empty();
        }
        String operation = GenAi.operation(target.route());
        Attributes what = Attributes.of(
                GenAi.OPERATION, operation,
                GenAi.PROVIDER, GenAi.provider(target.family()),
                GenAi.REQUEST_MODEL, target.model());
        Span span = on.tracer()
                .spanBuilder(operation + " " + target.model())
                .setParent(Context.root().with(on.span()))
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(what)
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute(GenAi.SERVER_ADDRESS, target.host());
            span.setAttribute(GenAi.SERVER_PORT, (long) target.port());
            target.provider().ifPresent(id -> span.setAttribute(GenAi.PROVIDER_CONFIG, id));
            span.setAttribute(GenAi.CREDENTIAL_SOURCE, target.credentialSource());
            span.setAttribute(GenAi.ATTEMPT, (long) target.number());
        }
        attempt = new Attempted(span, what, System.nanoTime());
        return on.tellsProviders() ? Optional.of(traceparent(span.getSpanContext())) : Optional.empty();
    }

    private static String traceparent(SpanContext context) {
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    /** The attempt came to nothing; another may follow. */
    public void attemptFailed(String kind, int status) {
        endAttempt(Optional.of(kind), status, Tokens.NONE);
    }

    /** The call ended, and with it its last attempt. */
    public void settled(UsageEvent event) {
        if (on == null || over) {
            return;
        }
        Optional<String> error = event.outcome() == UsageEvent.Outcome.COMPLETED
                ? Optional.empty()
                : Optional.of(event.outcome().word());
        Attributes what = attempt == null ? Attributes.empty() : attempt.what();
        endAttempt(error, event.status(), event.tokens());
        on.metrics().called(withError(what, error), event);
        Span span = on.span();
        if (span.isRecording()) {
            span.setAllAttributes(what);
            usage(span, event.tokens());
            span.setAttribute(GenAi.TENANT, event.tenant().toString());
            span.setAttribute(GenAi.KEY, event.apiKey().toString());
            event.providerConfig().ifPresent(id -> span.setAttribute(GenAi.PROVIDER_CONFIG, id.toString()));
            span.setAttribute(GenAi.CREDENTIAL_SOURCE, event.credentialSource().word());
            span.setAttribute(GenAi.OUTCOME, event.outcome().word());
            span.setAttribute(GenAi.ATTEMPTS, (long) event.attempts());
            event.fallbackFrom()
                    .map(ModelConfigId::toString)
                    .ifPresent(id -> span.setAttribute(GenAi.FALLBACK_FROM, id));
            span.setAttribute(GenAi.STREAMED, event.streamed());
            span.setAttribute(GenAi.ESTIMATED, event.tokens().estimated());
            event.charge().costMicros().ifPresent(cost -> span.setAttribute(GenAi.COST, cost));
            span.setAttribute(GenAi.OVERHEAD, event.overheadMicros());
        }
        end(error, event.status());
    }

    /** Where the request went, once it is known. */
    public void routed(String method, String path) {
        if (on != null && on.span().isRecording()) {
            on.span().updateName(method + " " + path);
            on.span().setAttribute(GenAi.ROUTE, path);
        }
    }

    /** It was answered here, and there is no usage; of one that has ended already nothing changes. */
    public void answered(int status, Optional<String> error) {
        if (on != null && !over) {
            endAttempt(error, status, Tokens.NONE);
            end(error, status);
        }
    }

    private void end(Optional<String> error, int status) {
        over = true;
        if (on != null) {
            finish(on.span(), error, status, status >= 500);
        }
    }

    private void endAttempt(Optional<String> error, int status, Tokens tokens) {
        Attempted ending = attempt;
        if (on == null || ending == null) {
            return;
        }
        attempt = null;
        on.metrics().attempted(withError(ending.what(), error), System.nanoTime() - ending.began());
        if (ending.span().isRecording()) {
            usage(ending.span(), tokens);
        }
        finish(ending.span(), error, status, error.isPresent());
    }

    private static void finish(Span span, Optional<String> error, int status, boolean broken) {
        if (span.isRecording()) {
            span.setAttribute(GenAi.STATUS, (long) status);
            error.ifPresent(kind -> span.setAttribute(GenAi.ERROR_TYPE, kind));
            if (broken) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    private static Attributes withError(Attributes what, Optional<String> error) {
        AttributesBuilder attributes = what.toBuilder();
        error.ifPresent(kind -> attributes.put(GenAi.ERROR_TYPE, kind));
        return attributes.build();
    }

    private static void usage(Span span, Tokens tokens) {
        tokens.input().ifPresent(count -> span.setAttribute(GenAi.INPUT_TOKENS, count));
        tokens.output().ifPresent(count -> span.setAttribute(GenAi.OUTPUT_TOKENS, count));
        tokens.cachedInput().ifPresent(count -> span.setAttribute(GenAi.CACHED_TOKENS, count));
        tokens.cacheWrite().ifPresent(count -> span.setAttribute(GenAi.CACHE_WRITE_TOKENS, count));
    }
}
