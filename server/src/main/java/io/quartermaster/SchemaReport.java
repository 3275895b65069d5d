package io.quartermaster;

import io.quartermaster.platform.json.Json;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Differences as people and programs read them; the worst come first. */
record SchemaReport(List<Finding> findings) {

    private static final String NOTHING = "No changes detected";

    /** What their repair drops is gone: a person takes the comment marks away. */
    private static final Set<String> LOSES = Set.of(
            "table_unexpected",
            "column_unexpected",
            "schema_unexpected",
            "sequence_unexpected",
            "materialized_view_unexpected");

    SchemaReport {
        findings = List.copyOf(findings);
    }

    String text() {
        if (findings.isEmpty()) {
            return NOTHING + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (Finding finding : worstFirst()) {
            text.append(finding.severity().word().toUpperCase(Locale.ROOT))
                    .append("  ")
                    .append(finding.kind())
                    .append(": ")
                    .append(printable(finding.object()).replace("\n", " "))
                    .append('\n');
            line(text, "expected", finding.expected());
            line(text, "found", finding.found());
            line(text, "means", finding.consequence());
            finding.repair().forEach(statement -> line(text, "repair", statement + ";"));
            text.append('\n');
        }
        return text.append(summary()).append('\n').toString();
    }

    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("result", findings.isEmpty() ? NOTHING : summary());
        document.put(
                "differences", worstFirst().stream().map(SchemaReport::document).toList());
        return Json.text(document) + "\n";
    }

    /** In the order in which they can run, which is not that of their weight. */
    String sql() {
        if (findings.isEmpty()) {
            return "-- " + NOTHING + "\n";
        }
        return findings.stream()
                .map(finding -> comment(finding.kind() + ": " + finding.object())
                        + finding.repair().stream()
                                .map(statement -> statement + ";\n")
                                .map(statement ->
                                        LOSES.contains(finding.kind()) ? comment(statement.strip()) : statement)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /** Whatever is in a name, it stays a comment. */
    private static String comment(String text) {
        return text.lines().map(line -> "-- " + printable(line) + "\n").collect(Collectors.joining());
    }

    /** Names are other people's: they must not move a terminal's cursor. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    private List<Finding> worstFirst() {
        return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }

    private String summary() {
        String parts = Arrays.stream(Severity.values())
                .map(severity -> Map.entry(
                        severity.word(),
                        findings.stream()
                                .filter(finding -> finding.severity() == severity)
                                .count()))
                .filter(part -> part.getValue() > 0)
                .map(part -> part.getValue() + " " + part.getKey())
                .collect(Collectors.joining(", "));
        return findings.size() + (findings.size() == 1 ? " difference: " : " differences: ") + parts + ".";
    }

    private static Map<String, Object> document(Finding finding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("severity", finding.severity().word());
        document.put("kind", finding.kind());
        document.put("object", finding.object());
        document.put("expected", finding.expected());
        document.put("found", finding.found());
        document.put("consequence", finding.consequence());
        document.put("repair", finding.repair());
        return document;
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("  ")
                    .append(String.format(Locale.ROOT, "%-9s", name))
                    .append(printable(value.strip()).replace("\n", "\n           "))
                    .append('\n');
        }
    }
}
