package io.quartermaster.node;

import java.util.List;

/**
 * What a node tells of itself: no secrets, and no addresses of providers.
 *
 * @param ready whether it should get new work
 * @param reasons why not
 * @param warnings what somebody should do soon
 * @param spoolBytes what its usage spool takes on the disk
 * @param circuits the first of those that are not closed
 */
record NodeReport(
        String host,
        String release,
        boolean ready,
        List<String> reasons,
        List<String> warnings,
        int callsInFlight,
        long spoolBytes,
        Drift drift,
        List<ReportedCircuit> circuits,
        int circuitsTotal) {

    NodeReport {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
        circuits = List.copyOf(circuits);
    }

    /** As the node told it, but not to be counted on. */
    NodeReport unready(String reason) {
        return new NodeReport(
                host,
                release,
                false,
                List.of(reason),
                warnings,
                callsInFlight,
                spoolBytes,
                drift,
                circuits,
                circuitsTotal);
    }

    /** Of a node whose words this release does not understand. */
    static NodeReport unreadable() {
        return new NodeReport(
                "unknown",
                "unknown",
                false,
                List.of("What this node told of itself is of another release, and cannot be read by this one."),
                List.of(),
                0,
                0,
                Drift.unknown(),
                List.of(),
                0);
    }
}
