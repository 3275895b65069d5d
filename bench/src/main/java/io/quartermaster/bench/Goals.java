package io.quartermaster.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Quartermaster sets out to reach, beside what it reached. */
record Goals(Results results) {

    private static final String OURS = "Quartermaster";

    record Goal(String text, String wanted, String measured, boolean met) {}

    List<Goal> list() {
        List<Goal> goals = new ArrayList<>();
        for (Workload workload : List.of(Workload.JSON_1K, Workload.JSON_4K)) {
            Results.Cell cell = new Results.Cell(workload, 64);
            double ours = figures(cell, OURS).perSecond();
            goals.add(atLeast(
                    cell.title() + ": requests/s over nginx's",
                    0.5,
                    ours / figures(cell, "nginx").perSecond()));
            goals.add(atLeast(
                    cell.title() + ": requests/s over Portkey's",
                    20,
                    ours / figures(cell, "Portkey").perSecond()));
        }
        Results.Cell alone = new Results.Cell(Workload.JSON_1K, 1);
        goals.add(atMost(
                alone.title() + ": p99 added to what the mock takes itself",
                1,
                " ms",
                (figures(alone, OURS).median(Sample::p99)
                                - figures(alone, "direct").median(Sample::p99))
                        / 1000));
        for (Workload workload : List.of(Workload.JSON_1K, Workload.JSON_4K, Workload.SSE_BURST)) {
            Results.Cell cell = new Results.Cell(workload, 64);
            goals.add(atMost(
                    cell.title() + ": CPU of a call translated to Anthropic over that of a spliced one",
                    2,
                    "",
                    figures(cell, OURS + ", translated").cpu()
                            / figures(cell, OURS).cpu()));
        }
        for (Results.Cell cell :
                List.of(new Results.Cell(Workload.SSE_BURST, 64), new Results.Cell(Workload.SSE_PACED, 0))) {
            goals.add(atMost(
                    cell.title() + ": CPU per stream over nginx's, database included",
                    3,
                    "",
                    figures(cell, OURS).cpu() / figures(cell, "nginx").cpu()));
        }
        ProcessTree.Memory memory = results.memory().get(OURS);
        if (memory != null) {
            goals.add(atMost("Peak RSS of the server", 300, " MB", memory.firstPeak() / 1024.0));
            goals.add(atMost(
                    "Peak RSS of the server and its database",
                    300,
                    " MB",
                    (memory.firstPeak() + memory.others()) / 1024.0));
        }
        List<Double> starts = results.starts().get(StartUps.WITH_CACHE);
        if (starts != null) {
            goals.add(atMost(
                    "First answered call after the start, AOT cache, existing database",
                    1,
                    " s",
                    Figures.median(
                            starts.stream().mapToDouble(Double::doubleValue).toArray())));
        }
        return goals;
    }

    private Figures figures(Results.Cell cell, String contender) {
        return results.figures(cell, contender);
    }

    private static Goal atLeast(String text, double wanted, double measured) {
        return new Goal(text, "≥ " + number(wanted) + " ×", number(measured) + " ×", measured >= wanted);
    }

    private static Goal atMost(String text, double wanted, String unit, double measured) {
        String shown = unit.isEmpty() ? " ×" : unit;
        return new Goal(text, "≤ " + number(wanted) + shown, number(measured) + shown, measured <= wanted);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
