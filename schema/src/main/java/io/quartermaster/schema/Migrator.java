package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/**
 * Brings a database to the version of this release, as its owner. With nothing to do it asks a few short questions and loads
 * nothing of Flyway; several nodes may start at once and take turns.
 */
public final class Migrator {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DataSource owner;
    private final ServerRole serverRole;
    private final Clock clock;

    /**
     * @param owner gives connections of the owner's role straight to the server (no transaction pooling: a lock lives in
     *     the session), several at a time
     * @param serverRole the role the server runs as, which gets its rights here
     */
    public Migrator(DataSource owner, String serverRole) {
        this(owner, serverRole, Clock.systemUTC());
    }

    public Migrator(DataSource owner, String serverRole, Clock clock) {
        this.owner = owner;
        this.serverRole = new ServerRole(serverRole);
        this.clock = clock;
    }

    /**
     * Applies what is missing and makes the ledger's partitions of the months to come.
     *
     * @throws SchemaException if the database is of another release, a migration fails or the server's role does not fit
     */
    public MigrationResult migrate() {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(true);
            serverRole.requireFit(connection);
            MigrationResult result = switch (SchemaStanding.of(connection)) {
                case SchemaStanding.Current current -> new MigrationResult(List.of(), current.version());
                case SchemaStanding.Behind _ -> migrateInTurn(connection);
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
            serverRole.requireRights(connection);
            YearMonth now = YearMonth.now(clock.withZone(ZoneOffset.UTC));
            Partitions.create(connection, now.minusMonths(1), now.plusMonths(Partitions.MONTHS_AHEAD));
            return result;
        } catch (SQLException e) {
            throw new SchemaException("The database could not be migrated: " + e.getMessage(), e);
        }
    }

    /** The versions that {@link #migrate()} would apply. */
    public List<SchemaVersion> pending() {
        try (Connection connection = owner.getConnection()) {
            return switch (SchemaStanding.of(connection)) {
                case SchemaStanding.Current _ -> List.of();
                case SchemaStanding.Behind behind -> behind.missing();
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
        } catch (SQLException e) {
            throw new SchemaException("The database could not be asked for its version: " + e.getMessage(), e);
        }
    }

    private MigrationResult migrateInTurn(Connection connection) throws SQLException {
        try (MigrationTurn _ = MigrationTurn.await(connection, PATIENCE)) {
            return switch (SchemaStanding.of(connection)) { // another node may have been faster
                case SchemaStanding.Current current -> new MigrationResult(List.of(), current.version());
                case SchemaStanding.Behind behind -> apply(connection, behind);
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
        }
    }

    private MigrationResult apply(Connection connection, SchemaStanding.Behind behind) throws SQLException {
        Emptiness.requireIfNeverMigrated(connection);
        new FlywayRun(owner, serverRole).apply(connection);
        InvalidIndexes.refuse(connection);
        SchemaStanding.requireCurrent(connection);
        return new MigrationResult(behind.missing(), behind.missing().getLast());
    }
}
