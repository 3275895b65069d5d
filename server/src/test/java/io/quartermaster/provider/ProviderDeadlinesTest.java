package io.quartermaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.json.Json;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ProviderDeadlinesTest {

    @ParameterizedTest
    @ValueSource(strings = {"5000", "5000.0", "5e3"})
    void everyIntegerThatSettingsMayHoldIsHeldTo(String millis) {
        JsonNode settings = Json.tree("{\"timeouts\":{\"total_ms\":" + millis + "}}");

        assertThat(ProviderFamily.OPENAI.settingsSchema().check(settings, "settings"))
                .isEmpty();
        assertThat(ProviderDeadlines.of(ProviderFamily.OPENAI, settings).find(DeadlinePart.TOTAL))
                .contains(Duration.ofSeconds(5));
    }
}
