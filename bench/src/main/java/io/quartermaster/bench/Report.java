package io.quartermaster.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as Markdown. */
record Report(Results results, Plan plan, List<String> facts, List<String> notes) {

    private static final double CEILING = 0.9;

    String text(String date) {
        StringBuilder text = new StringBuilder("# Gateway bench of " + date + "\n\n");
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        text.append("- Plan: ")
                .append(plan.name())
                .append(", ")
                .append(plan.rounds())
                .append(" interleaved rounds; each figure is the median of the rounds, least and most in brackets\n");
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        goals(text);
        closedLoops(text);
        paced(text);
        memory(text);
        starts(text);
        return text.toString();
    }

    private void goals(StringBuilder text) {
        text.append("\n## Goals\n\n| Goal | Wanted | Measured | Met? |\n|---|---|---|---|\n");
        for (Goals.Goal goal : new Goals(results).list()) {
            row(text, goal.text(), goal.wanted(), goal.measured(), goal.met() ? "yes" : "**no**");
        }
    }

    private void closedLoops(StringBuilder text) {
        text.append("\n## As fast as they can\n\n");
        text.append("| Load | | per second | × nginx | CPU µs each | p50 ms | p99 ms | added p50/p99 | failed | |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (Results.Cell cell : results.cells()) {
            if (cell.connections() == 0) {
                continue;
            }
            Figures direct = results.figures(cell, "direct");
            Figures nginx = results.figures(cell, "nginx");
            for (String contender : results.contenders(cell)) {
                Figures figures = results.figures(cell, contender);
                boolean itself = contender.equals("direct");
                boolean capped = !itself && figures.perSecond() > CEILING * direct.perSecond();
                row(
                        text,
                        cell.title(),
                        contender,
                        whole(figures.perSecond()) + " (" + whole(figures.least()) + "–" + whole(figures.most()) + ")",
                        itself ? "" : two(figures.perSecond() / nginx.perSecond()),
                        cpu(contender, figures),
                        millis(figures.median(Sample::p50)),
                        millis(figures.median(Sample::p99)),
                        itself ? "" : added(figures, direct),
                        failed(figures),
                        capped ? "at the mock's ceiling" : "");
            }
        }
    }

    private void paced(StringBuilder text) {
        Results.Cell cell = new Results.Cell(Workload.SSE_PACED, 0);
        Figures direct = results.figures(cell, "direct");
        text.append("\n## Streams of ").append(Answers.FRAMES).append(" frames, one every 10 ms, ");
        text.append(whole(plan.pacedPerSecond())).append(" new ones a second\n\n");
        text.append("| | CPU µs a stream | first frame p50/p99 ms | added p50/p99 | gap p50/p99 ms | failed |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (String contender : results.contenders(cell)) {
            Figures figures = results.figures(cell, contender);
            row(
                    text,
                    contender,
                    cpu(contender, figures),
                    millis(figures.median(Sample::p50)) + " / " + millis(figures.median(Sample::p99)),
                    contender.equals("direct") ? "" : added(figures, direct),
                    millis(figures.median(Sample::gapP50)) + " / " + millis(figures.median(Sample::gapP99)),
                    failed(figures));
        }
    }

    private void memory(StringBuilder text) {
        text.append(
                "\n## Memory, MB\n\n| | peak RSS of its first process | its other processes (PSS, largest seen) |\n");
        text.append("|---|---|---|\n");
        results.memory()
                .forEach((contender, memory) -> row(
                        text,
                        contender,
                        whole(memory.firstPeak() / 1024.0),
                        memory.others() == 0 ? "" : whole(memory.others() / 1024.0)));
    }

    private void starts(StringBuilder text) {
        text.append(
                "\n## From start to the first answered call, s\n\n| | median | least | most |\n|---|---|---|---|\n");
        for (Map.Entry<String, List<Double>> entry : results.starts().entrySet()) {
            double[] seconds = entry.getValue().stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            row(text, entry.getKey(), two(Figures.median(seconds)), two(seconds[0]), two(seconds[seconds.length - 1]));
        }
    }

    private static String cpu(String contender, Figures figures) {
        return switch (contender) {
            case "direct" -> "";
            case "Quartermaster", "Quartermaster, translated" ->
                whole(figures.cpu()) + " (" + whole(figures.median(Sample::cpuFirst)) + " server + "
                        + whole(figures.median(Sample::cpuOthers)) + " database)";
            default -> whole(figures.cpu());
        };
    }

    private static String added(Figures figures, Figures direct) {
        return millis(figures.median(Sample::p50) - direct.median(Sample::p50)) + " / "
                + millis(figures.median(Sample::p99) - direct.median(Sample::p99));
    }

    private static String failed(Figures figures) {
        double share = 100.0 * figures.failed() / Math.max(1, figures.failed() + figures.answered());
        return figures.failed() == 0 ? "0" : String.format(Locale.ROOT, "**%d** (%.2f %%)", figures.failed(), share);
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.2f", micros / 1000);
    }
}
