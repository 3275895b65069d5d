package io.quartermaster;

import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.LedgerPartitions;
import io.quartermaster.platform.db.SchemaWatch;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Why this node should get no new work, in sentences; none means it is ready. */
final class Readiness {

    private final RunningDatabase running;
    private final LedgerPartitions partitions;
    private final SchemaWatch schema;
    private final BooleanSupplier replayed;

    /** From the last time that somebody asked, for warnings must not wait for a database. */
    private volatile List<String> warnings = List.of();

    /** @param replayed whether the ledger has all that an earlier process of this node left */
    Readiness(RunningDatabase running, LedgerPartitions partitions, SchemaWatch schema, BooleanSupplier replayed) {
        this.running = running;
        this.partitions = partitions;
        this.schema = schema;
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
            SchemaWatch.Verdict verdict = schema.look();
            if (!verdict.usable()) {
                return verdict.sentences();
            }
            warnings = verdict.sentences();
            return partitions.coverNow()
                    ? List.of()
                    : List.of("The ledger has no partition for this month: run quartermaster migrate.");
        } catch (DatabaseUnavailable away) {
            return List.of("The database does not answer.");
        }
    }

    /** What somebody should do soon, as {@link #reasons()} found it. */
    List<String> warnings() {
        return warnings;
    }
}
