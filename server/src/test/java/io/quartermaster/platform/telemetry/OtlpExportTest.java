package io.quartermaster.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.Sensitive;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OtlpExportTest {

    private static final String NOWHERE = "http://127.0.0.1:9";

    @Test
    void itIsOffWithoutAnEndpointAndWhenItIsDisabled() {
        assertThat(OtlpExport.start(Map.of("OTEL_SERVICE_NAME", new Sensitive("x")), new SimpleMeterRegistry()))
                .isEmpty();
        assertThat(OtlpExport.start(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                new Sensitive(NOWHERE),
                                "OTEL_SDK_DISABLED",
                                new Sensitive("true")),
                        new SimpleMeterRegistry()))
                .isEmpty();
    }

    @Test
    void aVariableThatIsNotTakenIsToldWithoutItsValue() {
        assertThatThrownBy(() -> OtlpExport.start(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                new Sensitive(NOWHERE),
                                "OTEL_EXPORTER_OTLP_HEADERS",
                                new Sensitive("a-key-without-its-name")),
                        new SimpleMeterRegistry()))
                .isInstanceOf(OtlpExport.Refused.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS")
                .hasMessageNotContaining("a-key-without-its-name")
                .hasNoCause();
    }
}
