package io.quartermaster.node;

import io.quartermaster.gateway.TroubledProvider;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What this node's report is read off, each from the one who knows it.
 *
 * @param reasons why it should get no new work; may ask the database, and says so itself when that does not answer
 */
public record NodeSigns(
        String host,
        String release,
        Supplier<List<String>> reasons,
        Supplier<List<String>> warnings,
        IntSupplier callsInFlight,
        LongSupplier spoolBytes,
        Supplier<Drift> drift,
        Supplier<List<TroubledProvider>> troubled) {

    private static final int MOST_CIRCUITS = 200;

    NodeReport report() {
        List<String> notReady = reasons.get();
        List<TroubledProvider> circuits = troubled.get();
        return new NodeReport(
                host,
                release,
                notReady.isEmpty(),
                notReady,
                warnings.get(),
                callsInFlight.getAsInt(),
                spoolBytes.getAsLong(),
                drift.get(),
                circuits.stream().limit(MOST_CIRCUITS).map(ReportedCircuit::of).toList(),
                circuits.size());
    }
}
