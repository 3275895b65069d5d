package io.quartermaster.doctor;

import io.quartermaster.doctor.Check.Level;
import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** All that was looked at, in the order in which it was. */
public record Diagnosis(List<Check> checks) {

    public Diagnosis {
        checks = List.copyOf(checks);
    }

    public long count(Level level) {
        return checks.stream().filter(check -> check.level() == level).count();
    }

    public void print(Consumer<String> out) {
        for (Check check : checks) {
            out.accept(String.format(
                    Locale.ROOT,
                    "%-8s %-15s %s",
                    check.level().word(),
                    check.name().replace('_', ' '),
                    check.found()));
            if (!check.wayOut().isEmpty()) {
                out.accept(" ".repeat(25) + "-> " + check.wayOut());
            }
        }
        out.accept(counted(Level.FAILURE) + ", " + counted(Level.WARNING) + ", " + count(Level.OK) + " ok.");
    }

    private String counted(Level level) {
        long number = count(level);
        return number + " " + level.word() + (number == 1 ? "" : "s");
    }

    public String json() {
        return Json.text(Map.of(
                "checks",
                checks.stream()
                        .map(check -> Map.of(
                                "name", check.name(),
                                "level", check.level().word(),
                                "found", check.found(),
                                "way_out", check.wayOut()))
                        .toList(),
                "failures",
                count(Level.FAILURE),
                "warnings",
                count(Level.WARNING)));
    }
}
