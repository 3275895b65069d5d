package io.quartermaster.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quartermaster.platform.Sensitive;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends traces and metrics to where OpenTelemetry's own {@code OTEL_…} variables say, from threads of its own. Whoever ends a span never
 * waits: spans that nobody takes fast enough are dropped and counted. Off, and not even loaded, unless an endpoint is set.
 */
public final class OtlpExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String METRICS_ENDPOINT = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private static final int QUEUE = 2_048; // the convention's own default
    private static final int GOODBYE_SECONDS = 3;

    private final OpenTelemetrySdk sdk;

    private OtlpExport(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Starts it when an endpoint is set and {@code OTEL_SDK_DISABLED} is not {@code true}.
     *
     * @param variables all whose name begins with {@code OTEL_}
     * @throws Refused when OpenTelemetry does not take them
     */
    public static Optional<OtlpExport> start(Map<String, Sensitive> variables, MeterRegistry meters) {
        boolean wanted = variables.containsKey(ENDPOINT)
                || variables.containsKey(TRACES_ENDPOINT)
                || variables.containsKey(METRICS_ENDPOINT);
        boolean disabled = Optional.ofNullable(variables.get("OTEL_SDK_DISABLED"))
                .filter(value -> value.reveal().equalsIgnoreCase("true"))
                .isPresent();
        if (!wanted || disabled) {
            return Optional.empty();
        }
        // What cannot be sent is told here, once and not for each batch, and in our log's form.
        java.util.logging.Logger.getLogger("io.opentelemetry").setLevel(java.util.logging.Level.OFF);
        Gate gate = new Gate(meters);
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> properties(variables))
                    .addSpanExporterCustomizer((exporter, _) -> gate.exporter(exporter))
                    .addSpanProcessorCustomizer((processor, config) ->
                            gate.processor(processor, config.getInt("otel.bsp.max.queue.size", QUEUE)))
                    .build()
                    .getOpenTelemetrySdk();
            return Optional.of(new OtlpExport(sdk));
        } catch (ConfigurationException | IllegalArgumentException refusal) {
            throw Refused.of(refusal, variables);
        }
    }

    private static Map<String, String> properties(Map<String, Sensitive> variables) {
        Map<String, String> properties = new HashMap<>();
        boolean both = variables.containsKey(ENDPOINT);
        properties.put("otel.service.name", "quartermaster");
        properties.put("otel.exporter.otlp.protocol", "http/protobuf");
        properties.put("otel.logs.exporter", "none"); // logs go to standard error
        properties.put("otel.traces.exporter", both || variables.containsKey(TRACES_ENDPOINT) ? "otlp" : "none");
        properties.put("otel.metrics.exporter", both || variables.containsKey(METRICS_ENDPOINT) ? "otlp" : "none");
        variables.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.reveal()));
        return properties;
    }

    /** OpenTelemetry does not take the variables as they are. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String sentence;

        /** Not with the cause: its text may hold what a header says, which may be a key. */
        private Refused(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        static Refused of(RuntimeException refusal, Map<String, Sensitive> variables) {
            return new Refused("OpenTelemetry does not take one of the variables " + new TreeSet<>(variables.keySet())
                    + " as it is (" + refusal.getClass().getSimpleName()
                    + "): correct it, or set OTEL_SDK_DISABLED=true.");
        }

        /** What is wrong, for an operator. */
        public String sentence() {
            return sentence;
        }
    }

    public OpenTelemetry api() {
        return sdk;
    }

    /** Sends what waits, for at most three seconds. */
    @Override
    public void close() {
        sdk.shutdown().join(GOODBYE_SECONDS, TimeUnit.SECONDS);
    }

    /** Counts what is between the end of a span and its export, and lets no more in than the queue behind it holds. */
    private static final class Gate {

        private final AtomicInteger waiting = new AtomicInteger();
        private final Counter dropped;
        private final Counter exported;
        private final Counter failed;
        private volatile boolean failing;

        Gate(MeterRegistry meters) {
            this.dropped = counter(meters, "dropped", "Spans that were dropped because nobody took them fast enough");
            this.exported = counter(meters, "exported", "Spans that a collector took");
            this.failed = counter(meters, "failed", "Spans that no collector took");
        }

        private static Counter counter(MeterRegistry meters, String what, String description) {
            return Counter.builder("qm.telemetry.spans." + what)
                    .description(description)
                    .register(meters);
        }

        SpanExporter exporter(SpanExporter exporter) {
            return new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    int size = spans.size();
                    CompletableResultCode result = exporter.export(spans);
                    result.whenComplete(() -> sent(size, result.isSuccess()));
                    return result;
                }

                @Override
                public CompletableResultCode flush() {
                    return exporter.flush();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return exporter.shutdown();
                }
            };
        }

        private void sent(int spans, boolean success) {
            waiting.addAndGet(-spans);
            (success ? exported : failed).increment(spans);
            if (success == failing) {
                failing = !success;
                if (success) {
                    LOG.info("The OpenTelemetry collector takes spans again");
                } else {
                    LOG.warn("The OpenTelemetry collector takes no spans; calls go on, and those spans are lost");
                }
            }
        }

        SpanProcessor processor(SpanProcessor behind, int most) {
            return new SpanProcessor() {
                @Override
                public void onStart(Context parent, ReadWriteSpan span) {
                    behind.onStart(parent, span);
                }

                @Override
                public boolean isStartRequired() {
                    return behind.isStartRequired();
                }

                @Override
                public void onEnd(ReadableSpan span) {
                    if (!span.getSpanContext().isSampled()) {
                        return;
                    }
                    if (waiting.incrementAndGet() > most) {
                        waiting.decrementAndGet();
                        dropped.increment();
                    } else {
                        behind.onEnd(span);
                    }
                }

                @Override
                public boolean isEndRequired() {
                    return true;
                }

                @Override
                public CompletableResultCode shutdown() {
                    return behind.shutdown();
                }

                @Override
                public CompletableResultCode forceFlush() {
                    return behind.forceFlush();
                }
            };
        }
    }
}
