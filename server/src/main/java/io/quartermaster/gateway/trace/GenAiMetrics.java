package io.quartermaster.gateway.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.quartermaster.usage.UsageEvent;
import java.util.List;

/**
 * The convention's metrics, by operation, provider and model; the SDK keeps at most 2,000 combinations of each and puts what is more
 * together. Of tenants and keys they know nothing.
 */
final class GenAiMetrics {

    private static final List<Double> SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Double> FIRST_SECONDS =
            List.of(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    private static final List<Long> TOKENS = List.of(
            1L,
            4L,
            16L,
            64L,
            256L,
            1_024L,
            4_096L,
            16_384L,
            65_536L,
            262_144L,
            1_048_576L,
            4_194_304L,
            16_777_216L,
            67_108_864L);
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private final DoubleHistogram attempts;
    private final LongHistogram tokens;
    private final DoubleHistogram calls;
    private final DoubleHistogram firstToken;

    GenAiMetrics(Meter meter) {
        this.attempts = seconds(meter, "gen_ai.client.operation.duration", SECONDS, "One attempt at a provider");
        this.calls = seconds(meter, "gen_ai.server.request.duration", SECONDS, "A call, as its client saw it");
        this.firstToken =
                seconds(meter, "gen_ai.server.time_to_first_token", FIRST_SECONDS, "From admission to the first byte");
        this.tokens = meter.histogramBuilder("gen_ai.client.token.usage")
                .ofLongs()
                .setUnit("{token}")
                .setDescription("Tokens of a call")
                .setExplicitBucketBoundariesAdvice(TOKENS)
                .build();
    }

    private static DoubleHistogram seconds(Meter meter, String name, List<Double> buckets, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    void attempted(Attributes what, long nanos) {
        attempts.record(nanos / NANOS, what);
    }

    void called(Attributes what, UsageEvent event) {
        calls.record(event.durationMicros() / MICROS, what);
        event.firstByteMicros().ifPresent(micros -> firstToken.record(micros / MICROS, what));
        event.tokens().input().ifPresent(count -> tokens.record(count, of(what, "input")));
        event.tokens().output().ifPresent(count -> tokens.record(count, of(what, "output")));
    }

    private static Attributes of(Attributes what, String type) {
        return what.toBuilder().put(GenAi.TOKEN_TYPE, type).build();
    }
}
