package io.quartermaster.bench;

/** What Quartermaster says of its calls: forwarded ones, and the usage events of them that are in the database or refused by it. */
record Accounts(long forwarded, long inFlight, long written, long refused) {

    static Accounts read(String metrics) {
        return new Accounts(
                sum(metrics, "qm_gateway_calls_seconds_count"),
                sum(metrics, "qm_gateway_calls_in_flight"),
                sum(metrics, "qm_usage_events_written_total"),
                sum(metrics, "qm_usage_events_refused_total"));
    }

    boolean settled() {
        return inFlight == 0 && written + refused == forwarded;
    }

    /** The sum over all series of a metric; 0 without any. */
    private static long sum(String metrics, String name) {
        return Math.round(metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum());
    }
}
