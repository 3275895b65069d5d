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
        return ahead() >= 0;
    }

    /** The first month that must have a partition: events of calls that began in the month before come late. */
    public YearMonth firstDue() {
        return now().minusMonths(1);
    }

    /** The last month that should have one. */
    public YearMonth lastDue() {
        return now().plusMonths(Partitions.MONTHS_AHEAD);
    }

    private YearMonth now() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC));
    }

    /** For how many months after this one there are partitions; -1 when this one has none. */
    public int ahead() {
        try (Connection connection = pool.getConnection()) {
            return Partitions.ahead(connection, now());
        } catch (SQLException failure) {
            throw SqlFailures.translate("Looking for the ledger's partition", failure);
        }
    }
}
