package io.quartermaster.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was measured, in the order in which it came. */
final class Results {

    /** A workload at a number of connections; 0 for the paced one. */
    record Cell(Workload workload, int connections) {

        String title() {
            return connections == 0 ? workload.title() : workload.title() + ", c=" + connections;
        }
    }

    private final Map<Cell, Map<String, List<Sample>>> samples = new LinkedHashMap<>();
    private final Map<String, ProcessTree.Memory> memory = new LinkedHashMap<>();
    private final Map<String, List<Double>> starts = new LinkedHashMap<>();
    private final Map<String, Long> answered = new HashMap<>();

    void add(Cell cell, Contender contender, Sample sample) {
        samples.computeIfAbsent(cell, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                .add(sample);
        answered(contender, sample.answered());
        contender
                .processes()
                .map(ProcessTree::memory)
                .ifPresent(now -> memory.merge(
                        contender.name(),
                        now,
                        (one, other) -> new ProcessTree.Memory(
                                Math.max(one.firstPeak(), other.firstPeak()), Math.max(one.others(), other.others()))));
    }

    /** Counts answers that are not in any sample, too: those of the warm-up. */
    void answered(Contender contender, long count) {
        answered.merge(contender.name(), count, Long::sum);
    }

    void start(String name, double seconds) {
        starts.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds);
    }

    List<Cell> cells() {
        return List.copyOf(samples.keySet());
    }

    List<String> contenders(Cell cell) {
        return List.copyOf(samples.getOrDefault(cell, Map.of()).keySet());
    }

    Figures figures(Cell cell, String contender) {
        return new Figures(samples.getOrDefault(cell, Map.of()).getOrDefault(contender, List.of()));
    }

    Map<String, ProcessTree.Memory> memory() {
        return memory;
    }

    Map<String, List<Double>> starts() {
        return starts;
    }

    long answered(String contender) {
        return answered.getOrDefault(contender, 0L);
    }
}
