package io.quartermaster.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leads the contenders through the same load, one after the other, round after round. */
record Comparison(List<Contender> contenders, Wrk wrk, Plan plan, Results results) {

    private static final ProcessTree.Cpu NONE = new ProcessTree.Cpu(0, 0);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final int WARM_UP_CONNECTIONS = 64;

    void warmUp() throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            progress("warming up " + contender.name());
            Duration json = contender.warmsUp() ? plan.jsonWarmUp() : A_MOMENT;
            Duration streams = contender.warmsUp() ? plan.streamWarmUp() : A_MOMENT;
            warmUp(contender, Workload.JSON_4K, json);
            warmUp(contender, Workload.SSE_BURST, streams);
            if (contender.serves(Workload.SSE_PACED)) {
                paced(contender, streams);
            }
        }
    }

    void run() throws IOException, InterruptedException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Workload workload : Workload.values()) {
                progress("round " + round + " of " + plan.rounds() + ": " + workload.title());
                for (int connections : workload.connections()) {
                    for (Contender contender : serving(workload)) {
                        measure(contender, workload, connections);
                    }
                }
            }
            for (Contender contender : serving(Workload.SSE_PACED)) {
                ProcessTree.Cpu before = cpu(contender);
                PacedClient.Result load = paced(contender, plan.pacedCell());
                contender.settle();
                results.add(
                        new Results.Cell(Workload.SSE_PACED, 0),
                        contender,
                        Sample.of(load, cpu(contender).since(before)));
            }
        }
    }

    private List<Contender> serving(Workload workload) {
        return contenders.stream()
                .filter(contender -> contender.serves(workload))
                .toList();
    }

    private void measure(Contender contender, Workload workload, int connections)
            throws IOException, InterruptedException {
        ProcessTree.Cpu before = cpu(contender);
        Wrk.Result load = wrk.run(contender.target(workload), workload, connections, plan.cell());
        contender.settle();
        results.add(
                new Results.Cell(workload, connections),
                contender,
                Sample.of(load, cpu(contender).since(before)));
    }

    private void warmUp(Contender contender, Workload workload, Duration time)
            throws IOException, InterruptedException {
        Wrk.Result load = wrk.run(contender.target(workload), workload, WARM_UP_CONNECTIONS, time);
        results.answered(contender, load.answered());
        contender.settle();
    }

    private PacedClient.Result paced(Contender contender, Duration time) throws IOException, InterruptedException {
        return new PacedClient(contender.target(Workload.SSE_PACED), Workload.SSE_PACED)
                .run(plan.pacedPerSecond(), time);
    }

    private static ProcessTree.Cpu cpu(Contender contender) {
        Optional<ProcessTree> processes = contender.processes();
        return processes.isPresent() ? processes.get().cpu() : NONE;
    }

    static void progress(String text) {
        System.err.println("  " + text);
    }
}
