package io.quartermaster.usage;

import io.quartermaster.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How usage events are written to files. */
enum UsageFormat {
    /** As RFC 4180 has it, with a first line of names; what is unknown is empty. */
    CSV("text/csv") {
        @Override
        byte[] head() {
            return row(COLUMNS);
        }

        @Override
        byte[] line(ShownUsageEvent event) {
            JsonNode tree = Json.treeOf(event);
            List<String> cells = new ArrayList<>(COLUMNS.size());
            for (String column : COLUMNS) {
                JsonNode value = tree.path(column);
                cells.add(value.isString() ? harmless(value.stringValue()) : value.isNull() ? "" : value.asString());
            }
            return row(cells);
        }
    },
    /** A JSON object a line, as the API shows it. */
    JSON_LINES("application/x-ndjson") {
        @Override
        byte[] head() {
            return new byte[0];
        }

        @Override
        byte[] line(ShownUsageEvent event) {
            return (Json.text(event) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final List<String> COLUMNS = columns();
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private final String mediaType;

    UsageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    abstract byte[] head();

    abstract byte[] line(ShownUsageEvent event);

    /** Empty for JSON in pages, which is what callers get who do not ask for anything else. */
    static Optional<UsageFormat> asked(Optional<String> accept) {
        String wanted = accept.orElse("").toLowerCase(Locale.ROOT);
        for (UsageFormat format : values()) {
            if (wanted.startsWith(format.mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static List<String> columns() {
        List<String> names = new ArrayList<>();
        for (var component : ShownUsageEvent.class.getRecordComponents()) {
            names.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
        }
        return List.copyOf(names);
    }

    private static byte[] row(List<String> cells) {
        return (cells.stream().map(UsageFormat::quoted).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0)
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }

    /** A spreadsheet would run a text that begins like a formula; a model's name, for one, is what somebody chose. */
    private static String harmless(String text) {
        return !text.isEmpty() && STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
