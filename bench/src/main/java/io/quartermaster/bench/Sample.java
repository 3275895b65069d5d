package io.quartermaster.bench;

/**
 * One contender, one cell, one round. Times in microseconds. In a closed loop {@code p50} and {@code p99} are of whole answers, in
 * the paced one of the first frame; gaps are 0 in the former.
 */
record Sample(
        long answered,
        double perSecond,
        long failed,
        double cpuFirst,
        double cpuOthers,
        double p50,
        double p99,
        double gapP50,
        double gapP99) {

    static Sample of(Wrk.Result load, ProcessTree.Cpu cpu) {
        double answers = Math.max(1, load.answered());
        return new Sample(
                load.answered(),
                load.perSecond(),
                load.failed(),
                cpu.first() / answers,
                cpu.others() / answers,
                load.p50(),
                load.p99(),
                0,
                0);
    }

    static Sample of(PacedClient.Result load, ProcessTree.Cpu cpu) {
        double answers = Math.max(1, load.answered());
        return new Sample(
                load.answered(),
                load.perSecond(),
                load.failed(),
                cpu.first() / answers,
                cpu.others() / answers,
                load.firstP50(),
                load.firstP99(),
                load.gapP50(),
                load.gapP99());
    }
}
