package io.quartermaster.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The raw values of the environment over those of {@code quartermaster.yaml}, by their name in the environment. */
final class SettingsSource {

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> openTelemetry = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsSource(Map<String, String> environment, Path file) {
        if (Files.exists(file)) {
            readFile(file);
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("QM_")) {
                values.put(name, value);
            } else if (name.startsWith("OTEL_") && !value.isBlank()) {
                openTelemetry.put(name, value.strip());
            }
        });
    }

    Map<String, String> values() {
        return values;
    }

    /** OpenTelemetry's own variables, which are read from the environment only and judged by it. */
    Map<String, String> openTelemetry() {
        return openTelemetry;
    }

    List<String> problems() {
        return problems;
    }

    /** An empty value counts as absent: that is how containers unset a variable. */
    Optional<String> find(Setting setting) {
        return find(setting.name());
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private void readFile(Path file) {
        try {
            JsonNode root = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(Files.readString(file));
            if (root.isMissingNode() || root.isNull()) {
                return;
            }
            if (!root.isObject()) {
                problems.add(file + " must hold one mapping of names to values.");
                return;
            }
            root.properties().forEach(entry -> readEntry(file, entry.getKey(), entry.getValue()));
        } catch (JacksonException malformed) {
            problems.add(file + " is not valid YAML at line "
                    + malformed.getLocation().getLineNr() + ".");
        } catch (IOException unreadable) {
            problems.add(file + " cannot be read.");
        }
    }

    private void readEntry(Path file, String name, JsonNode value) {
        if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
            values.put(
                    Setting.ofFileName(name),
                    String.join(",", value.valueStream().map(JsonNode::asString).toList()));
        } else if (value.isValueNode()) {
            values.put(Setting.ofFileName(name), value.isNull() ? "" : value.asString());
        } else {
            problems.add("'" + name + "' in " + file + " must be one value.");
        }
    }
}
