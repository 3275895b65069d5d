package io.quartermaster;

import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.DatabaseUnavailable;
import java.util.List;

/** Why this node should get no new work, in sentences; none means it is ready. */
final class Readiness {

    private final RunningDatabase running;
    private final ConfigVersions versions;

    Readiness(RunningDatabase running, ConfigVersions versions) {
        this.running = running;
        this.versions = versions;
    }

    List<String> reasons() {
        if (!running.running()) {
            return List.of("The embedded database is down and being restarted.");
        }
        try {
            versions.deployment();
            return List.of();
        } catch (DatabaseUnavailable away) {
            return List.of("The database does not answer.");
        }
    }
}
