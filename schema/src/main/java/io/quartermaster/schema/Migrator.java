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
    private final Release release;

    /**
     * @param owner gives connections of the owner's role straight to the server (no transaction pooling: a lock lives in
     *     the session), several at a time
     * @param serverRole the role the server runs as, which gets its rights here
     */
    public Migrator(DataSource owner, String serverRole) {
        this(owner, serverRole, Clock.systemUTC());
    }

    public Migrator(DataSource owner, String serverRole, Clock clock) {
        this(owner, serverRole, clock, Release.current());
    }

    Migrator(DataSource owner, String serverRole, Clock clock, Release release) {
        this.owner = owner;
        this.serverRole = new ServerRole(serverRole);
        this.clock = clock;
        this.release = release;
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
            MigrationResult result = switch (standing(connection)) {
                case SchemaStanding.Current current -> {
                    RunsBeside.writeIfMissing(connection, release.migrations());
                    yield nothingToDo(current.version());
                }
                case SchemaStanding.NewerButCompatible newer -> nothingToDo(newer.database());
                case SchemaStanding.Behind _, SchemaStanding.Interrupted _ -> migrateInTurn(connection);
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
            serverRole.requireRights(connection);
            YearMonth now = YearMonth.now(clock.withZone(ZoneOffset.UTC));
            Partitions.create(connection, now.minusMonths(1), now.plusMonths(Partitions.MONTHS_AHEAD));
            return result;
        } catch (SQLException e) {
            throw new SchemaException("The database could not be migrated: " + Refusal.words(e), e);
        }
    }

    /** The versions that {@link #migrate()} would apply. */
    public List<SchemaVersion> pending() {
        try (Connection connection = owner.getConnection()) {
            return switch (standing(connection)) {
                case SchemaStanding.Current _, SchemaStanding.NewerButCompatible _ -> List.of();
                case SchemaStanding.Behind behind -> behind.missing();
                case SchemaStanding.Interrupted interrupted -> release.from(interrupted.version());
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
        } catch (SQLException e) {
            throw new SchemaException("The database could not be asked for its version: " + Refusal.words(e), e);
        }
    }

    private MigrationResult migrateInTurn(Connection connection) throws SQLException {
        try (MigrationTurn _ = MigrationTurn.await(connection, PATIENCE)) {
            return switch (standing(connection)) { // another node may have been faster
                case SchemaStanding.Current current -> nothingToDo(current.version());
                case SchemaStanding.NewerButCompatible newer -> nothingToDo(newer.database());
                case SchemaStanding.Behind behind -> apply(connection, behind.missing());
                case SchemaStanding.Interrupted interrupted -> apply(connection, release.from(interrupted.version()));
                case SchemaStanding.Unusable unusable -> throw new SchemaException(unusable.sentence());
            };
        }
    }

    private MigrationResult apply(Connection connection, List<SchemaVersion> missing) throws SQLException {
        Emptiness.requireIfNeverMigrated(connection);
        RunsBeside.write(connection, release.migrations());
        new MigrationRun(owner, serverRole, release).apply(connection, missing);
        RunsBeside.write(connection, release.migrations());
        InvalidIndexes.refuse(connection);
        SchemaStanding now = standing(connection);
        if (!now.usable()) {
            throw new SchemaException(now.sentence());
        }
        return new MigrationResult(missing, release.version());
    }

    private SchemaStanding standing(Connection connection) throws SQLException {
        return SchemaComparison.of(connection, release);
    }

    private static MigrationResult nothingToDo(SchemaVersion version) {
        return new MigrationResult(List.of(), version);
    }
}
