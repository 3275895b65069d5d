package io.quartermaster.schema;

import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Fingerprint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the server's role can tell of a database without changing anything.
 *
 * @param version as a number, such as 180004
 * @param clockAhead of our clock before the database's
 * @param foreignKeysOff a distribution was ended before it was done
 * @param drift what differs from this release's schema, by its fingerprint; looked for where the database is at this release's version
 * @param monthsAhead of the ledger's partitions; empty in a database that is not migrated
 */
public record DatabaseFacts(
        int version,
        String versionText,
        Duration clockAhead,
        boolean foreignKeysOff,
        SchemaStanding standing,
        List<Finding> drift,
        Optional<String> excessivePower,
        OptionalInt monthsAhead) {

    public DatabaseFacts {
        drift = List.copyOf(drift);
    }

    /** Asks for all of it. */
    public static DatabaseFacts of(Connection server, Clock clock) throws SQLException {
        SchemaStanding standing = SchemaStanding.of(server);
        List<Finding> drift = standing instanceof SchemaStanding.Current ? Fingerprint.compare(server) : List.of();
        try (Statement statement = server.createStatement()) {
            Instant before = clock.instant();
            try (ResultSet row = statement.executeQuery(
                    "select current_setting('server_version_num')::integer, split_part(current_setting('server_version'), ' ', 1),"
                            + " (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
                row.next();
                Instant between =
                        before.plus(Duration.between(before, clock.instant()).dividedBy(2));
                Instant theirs = Instant.EPOCH.plusNanos(Math.multiplyExact(row.getLong(3), 1_000L));
                return new DatabaseFacts(
                        row.getInt(1),
                        row.getString(2),
                        Duration.between(theirs, between),
                        UnfinishedDistribution.in(server),
                        standing,
                        drift,
                        ServerRoleCheck.excessivePower(server),
                        standing.usable()
                                ? OptionalInt.of(
                                        Partitions.ahead(server, YearMonth.now(clock.withZone(ZoneOffset.UTC))))
                                : OptionalInt.empty());
            }
        }
    }
}
