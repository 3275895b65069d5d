package io.quartermaster.provider;

import io.quartermaster.platform.json.Json;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a provider config, or else its family, says of how long parts of a call may take; the server's own values hold for the rest. */
public record ProviderDeadlines(Map<DeadlinePart, Duration> ofConfig, Map<DeadlinePart, Duration> ofFamily) {

    public static final ProviderDeadlines NONE = new ProviderDeadlines(Map.of(), Map.of());

    static final String SETTING = "timeouts";

    /** A server that loads a model into memory before it answers. */
    private static final Map<DeadlinePart, Duration> LOCAL =
            Map.of(DeadlinePart.FIRST_BYTE, Duration.ofMinutes(5), DeadlinePart.FIRST_TOKEN, Duration.ofMinutes(5));

    public ProviderDeadlines {
        ofConfig = Map.copyOf(ofConfig);
        ofFamily = Map.copyOf(ofFamily);
    }

    public static ProviderDeadlines of(ProviderFamily family, JsonNode settings) {
        Map<DeadlinePart, Duration> said = new EnumMap<>(DeadlinePart.class);
        for (DeadlinePart part : DeadlinePart.values()) {
            JsonNode value = settings.path(SETTING).path(part.setting());
            if (value.canConvertToExactIntegral()) { // 5000.0 is an integer of JSON Schema too
                said.put(part, Duration.ofMillis(value.decimalValue().longValueExact()));
            }
        }
        Map<DeadlinePart, Duration> usual = family == ProviderFamily.OLLAMA ? LOCAL : Map.of();
        return said.isEmpty() && usual.isEmpty() ? NONE : new ProviderDeadlines(said, usual);
    }

    public Optional<Duration> find(DeadlinePart part) {
        return Optional.ofNullable(ofConfig.getOrDefault(part, ofFamily.get(part)));
    }

    /** What every family's settings may say beside the family's own. */
    static JsonNode withSchema(JsonNode familySettings) {
        ObjectNode schema = (ObjectNode) familySettings.deepCopy();
        ObjectNode timeouts = Json.mapper()
                .createObjectNode()
                .put("type", "object")
                .put(
                        "description",
                        "How long parts of a call may take, in milliseconds; what is left out has its usual value")
                .put("additionalProperties", false);
        ObjectNode parts = timeouts.putObject("properties");
        for (DeadlinePart part : DeadlinePart.values()) {
            parts.putObject(part.setting())
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("maximum", part.most().toMillis());
        }
        schema.withObjectProperty("properties").set(SETTING, timeouts);
        return schema;
    }
}
