package io.quartermaster;

import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.LedgerPartitions;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Why this node should get no new work, in sentences; none means it is ready. */
final class Readiness {

    private final RunningDatabase running;
    private final LedgerPartitions partitions;

    private final BooleanSupplier replayed;

    /** @param replayed whether the ledger has all that an earlier process of this node left */
    Readiness(RunningDatabase running, LedgerPartitions partitions, BooleanSupplier replayed) {
        this.running = running;
        this.partitions = partitions;
        this.replayed = replayed;
    }

    List<String> reasons() {
        if (!running.running()) {
            return List.of("The embedded database is down and being restarted.");
        }
        if (!replayed.getAsBoolean()) {
            return List.of("The usage of an earlier run is still being written to the ledger.");
        }
        try {
            return partitions.coverNow()
                    ? List.of()
                    : List.of("The ledger has no partition for this month: run quartermaster migrate.");
        } catch (DatabaseUnavailable away) {
            return List.of("The database does not answer.");
        }
    }
}
