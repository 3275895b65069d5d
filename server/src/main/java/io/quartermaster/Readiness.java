package io.quartermaster;

import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.LedgerPartitions;
import java.util.List;

/** Why this node should get no new work, in sentences; none means it is ready. */
final class Readiness {

    private final RunningDatabase running;
    private final LedgerPartitions partitions;

    Readiness(RunningDatabase running, LedgerPartitions partitions) {
        this.running = running;
        this.partitions = partitions;
    }

    List<String> reasons() {
        if (!running.running()) {
            return List.of("The embedded database is down and being restarted.");
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
