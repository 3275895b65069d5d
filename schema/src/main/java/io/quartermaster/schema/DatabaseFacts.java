package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the server's role can tell of a database without changing anything.
 *
 * @param version as a number, such as 180004
 * @param clockAhead of our clock before the database's
 * @param foreignKeysOff a distribution was ended before it was done
 * @param monthsAhead of the ledger's partitions; empty in a database that is not migrated
 */
public record DatabaseFacts(
        int version,
        String versionText,
        Duration clockAhead,
        boolean foreignKeysOff,
        SchemaStanding standing,
        Optional<String> excessivePower,
        OptionalInt monthsAhead) {

    /** Asks for all of it. */
    public static DatabaseFacts of(Connection server, Clock clock) throws SQLException {
        try (Statement statement = server.createStatement()) {
            Instant before = clock.instant();
            try (ResultSet row = statement.executeQuery(
                    "select current_setting('server_version_num')::integer, split_part(current_setting('server_version'), ' ', 1),"
                            + " (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
                row.next();
                Instant between =
                        before.plus(Duration.between(before, clock.instant()).dividedBy(2));
                Instant theirs = Instant.EPOCH.plusNanos(Math.multiplyExact(row.getLong(3), 1_000L));
                SchemaStanding standing = SchemaStanding.of(server);
                return new DatabaseFacts(
                        row.getInt(1),
                        row.getString(2),
                        Duration.between(theirs, between),
                        UnfinishedDistribution.in(server),
                        standing,
                        ServerRoleCheck.excessivePower(server),
                        standing.usable()
                                ? OptionalInt.of(
                                        Partitions.ahead(server, YearMonth.now(clock.withZone(ZoneOffset.UTC))))
                                : OptionalInt.empty());
            }
        }
    }
}
