package io.quartermaster.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one contender in one cell, taken together: each figure is the median of the rounds. */
record Figures(List<Sample> rounds) {

    Figures {
        rounds = List.copyOf(rounds);
    }

    double median(ToDoubleFunction<Sample> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double perSecond() {
        return median(Sample::perSecond);
    }

    double least() {
        return rounds.stream().mapToDouble(Sample::perSecond).min().orElse(0);
    }

    double most() {
        return rounds.stream().mapToDouble(Sample::perSecond).max().orElse(0);
    }

    double cpu() {
        return median(sample -> sample.cpuFirst() + sample.cpuOthers());
    }

    long answered() {
        return rounds.stream().mapToLong(Sample::answered).sum();
    }

    long failed() {
        return rounds.stream().mapToLong(Sample::failed).sum();
    }
}
