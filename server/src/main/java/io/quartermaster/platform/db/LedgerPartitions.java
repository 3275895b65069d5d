package io.quartermaster.platform.db;

import io.quartermaster.schema.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Whether the ledger has a place for the events of now; the owner role makes its partitions ahead. */
public final class LedgerPartitions {

    private final DataSource pool;
    private final Clock clock;

    public LedgerPartitions(DataSource pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    public boolean coverNow() {
        try (Connection connection = pool.getConnection()) {
            return Partitions.ahead(connection, YearMonth.now(clock.withZone(ZoneOffset.UTC))) >= 0;
        } catch (SQLException away) {
            throw new DatabaseUnavailable("Looking for the ledger's partition", away);
        }
    }
}
