package io.quartermaster;

import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.schema.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** Why this node should get no new work, in sentences; none means it is ready. */
final class Readiness {

    private final RunningDatabase running;
    private final ConfigVersions versions;
    private final DataSource pool;
    private final Clock clock;

    Readiness(RunningDatabase running, ConfigVersions versions, DataSource pool, Clock clock) {
        this.running = running;
        this.versions = versions;
        this.pool = pool;
        this.clock = clock;
    }

    List<String> reasons() {
        if (!running.running()) {
            return List.of("The embedded database is down and being restarted.");
        }
        try {
            versions.deployment();
            return hasPartition()
                    ? List.of()
                    : List.of("The ledger has no partition for this month: run quartermaster migrate.");
        } catch (DatabaseUnavailable | SQLException away) {
            return List.of("The database does not answer.");
        }
    }

    private boolean hasPartition() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Partitions.ahead(connection, YearMonth.now(clock.withZone(ZoneOffset.UTC))) >= 0;
        }
    }
}
