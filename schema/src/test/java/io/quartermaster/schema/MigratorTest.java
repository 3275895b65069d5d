package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class MigratorTest {

    @Test
    void theFirstRunAppliesEverythingAndTheSecondNothing() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            List<SchemaVersion> all = Release.current().migrations().stream()
                    .map(Migration::version)
                    .toList();
            assertThat(database.migrator().pending()).isEqualTo(all);
            assertThat(database.migrator().migrate()).isEqualTo(new MigrationResult(all, SchemaVersion.expected()));
            assertThat(database.migrator().pending()).isEmpty();
            assertThat(database.migrator().migrate())
                    .isEqualTo(new MigrationResult(List.of(), SchemaVersion.expected()));
        }
    }

    @Test
    void nodesThatStartTogetherAllSucceedAndOneOfThemMigrates() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Callable<MigrationResult>> starts = List.of(
                    () -> database.migrator().migrate(),
                    () -> database.migrator().migrate(),
                    () -> database.migrator().migrate(),
                    () -> database.migrator().migrate());
            int applied = 0;
            for (Future<MigrationResult> node : nodes.invokeAll(starts)) {
                assertThat(node.get().now()).isEqualTo(SchemaVersion.expected());
                applied += node.get().applied().size();
            }
            assertThat(applied).isEqualTo(Release.current().migrations().size());
        }
    }

    @Test
    void aMigrationMakesTheLedgersPartitionsOfTheMonthsToComeAndLaterRunsAddTo() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection server = database.asServer()) {
            migrateAt(database, "2026-12-31T23:59:59Z");
            assertThat(Partitions.ahead(server, YearMonth.of(2026, 11))).isEqualTo(25);
            migrateAt(database, "2027-01-01T00:00:00Z");
            assertThat(Partitions.ahead(server, YearMonth.of(2026, 11))).isEqualTo(26);
        }
    }

    @Test
    void aHistoryOfAnotherProgramIsToldAndNotTouched() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            database.runAsOwner("create table flyway_schema_history (installed_rank integer primary key,"
                    + " version varchar(50), checksum integer, success boolean not null);"
                    + " insert into flyway_schema_history values (1, '0001', 7, true), (2, '2.1', 7, true)");
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("is of another program")
                    .hasMessageContaining("\"2.1\"");
        }
    }

    @Test
    void whatTheDatabaseForgotOfWhoMayRunBesideItIsWrittenAgain() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated();
                Connection owner = database.asOwner()) {
            int known = RunsBeside.read(owner).size();
            database.runAsOwner("delete from schema_versions where version >= '0003'");
            database.migrator().migrate();
            assertThat(RunsBeside.read(owner)).hasSize(known);
        }
    }

    @Test
    void whatPostgresRefusesIsToldWithoutTheValuesOfRows() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            database.runAsOwner("create table people (email text constraint people_email unique)");
            assertThatThrownBy(() -> database.runAsOwner("insert into people values ('ada@x'), ('ada@x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(Refusal.words(refused))
                                    .contains("people_email", "SQLSTATE 23505, table people)")
                                    .doesNotContain("ada@x"));
        }
    }

    @Test
    void theServersRoleMayReadTheVersion() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated();
                Connection server = database.asServer()) {
            assertThat(SchemaStanding.of(server)).isEqualTo(new SchemaStanding.Current(SchemaVersion.expected()));
        }
    }

    @Test
    void aMissingServerRoleIsNamedWithTheWayToCreateIt() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            assertThatThrownBy(() -> new Migrator(database.owner(), "no\"body").migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("role no\"body")
                    .hasMessageContaining("create role \"no\"\"body\" login");
        }
    }

    @Test
    void theOwnerCannotBeTheServersRole() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            assertThatThrownBy(() -> new Migrator(database.owner(), ScratchDatabase.OWNER.name()).migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("cannot migrate too");
        }
    }

    @Test
    void aServerRoleWithAnAwkwardNameGetsItsRights() throws Exception {
        String name = "Server's \"role\"; drop table tenants; --";
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            database.runAsSuperuser("create role " + SqlText.identifier(name));
            try {
                new Migrator(database.owner(), name).migrate();
                new Migrator(database.owner(), name).migrate();
            } finally {
                database.runAsSuperuser("drop owned by " + SqlText.identifier(name));
                database.runAsSuperuser("drop role " + SqlText.identifier(name));
            }
        }
    }

    @Test
    void anotherServerRoleThanThatOfTheMigrationIsRefused() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated()) {
            String late = "late_" + database.name().substring(40);
            database.runAsSuperuser("create role " + late);
            try {
                assertThatThrownBy(() -> new Migrator(database.owner(), late).migrate())
                        .isInstanceOf(SchemaException.class)
                        .hasMessageContaining(late + " has no rights");
            } finally {
                database.runAsSuperuser("drop role " + late);
            }
        }
    }

    @Test
    void aDatabaseOfALaterReleaseIsRefused() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated()) {
            database.runAsOwner("insert into flyway_schema_history (installed_rank, version, description, type, script,"
                    + " checksum, installed_by, execution_time, success)"
                    + " values (99, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)");
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("at version 9999, newer than version " + SchemaVersion.expected());
        }
    }

    @Test
    void anAlteredMigrationIsRefused() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated()) {
            database.runAsOwner("update flyway_schema_history set checksum = checksum + 1 where version = '0001'");
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("0001 was applied to the database in another form");
        }
    }

    @Test
    void aMigrationThatStoppedHalfWayIsRefused() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated()) {
            database.runAsOwner("update flyway_schema_history set success = false where version = '0001'");
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("0001 failed half-way");
        }
    }

    @Test
    void aFailingMigrationSaysWhichAndWhyAndLeavesNothing() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated()) {
            database.runAsOwner("delete from flyway_schema_history where version >= '0006'"); // it makes tables
            int pending = database.migrator().pending().size();
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageMatching(
                            "(?s)Migration [0-9]{4} failed and left nothing behind: relation.*" + "already exists.*");
            assertThat(database.migrator().pending()).hasSize(pending);
        }
    }

    /** A lock that is waited for shuts out all who come after: without giving way, the reader would wait for the one who is idle. */
    @Test
    void aMigrationGivesWayToWhoeverHoldsWhatItMustLockAndTriesAgain() throws Exception {
        Release before = Release.current().upTo(new SchemaVersion("0010"));
        Release after = Release.current().upTo(new SchemaVersion("0011")); // it alters the ledger
        try (ScratchDatabase database = ScratchDatabase.empty();
                ExecutorService nodes = Executors.newSingleThreadExecutor();
                Connection idle = database.asOwner();
                Connection reader = database.asOwner()) {
            migrator(database, before).migrate();
            idle.setAutoCommit(false);
            execute(idle, "select from usage_events limit 1");
            Future<MigrationResult> migrating =
                    nodes.submit(() -> migrator(database, after).migrate());
            while (!isWaiting(reader)) {
                assertThat(migrating).isNotDone();
            }
            execute(reader, "set statement_timeout = '5s'");
            execute(reader, "select from usage_events limit 1");
            assertThat(migrating).isNotDone();
            idle.rollback();
            assertThat(migrating.get().applied()).containsExactly(after.version());
        }
    }

    private static boolean isWaiting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select exists (select from pg_locks where not granted"
                        + " and locktype = 'relation' and relation = 'usage_events'::regclass)")) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Migrator migrator(ScratchDatabase database, Release release) {
        return new Migrator(database.owner(), ScratchDatabase.SERVER.name(), Clock.systemUTC(), release);
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefused() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty()) {
            database.runAsOwner("create table somebody_elses (id integer)");
            assertThatThrownBy(() -> database.migrator().migrate())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("another program (somebody_elses, for one)");
        }
    }

    /** With the lock that Flyway holds unless told otherwise, and with a node that waits in a statement, this
     * ends in a timeout. */
    @Test
    void anIndexIsMadeConcurrentlyWhileAnotherNodeWaitsForItsTurn() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection owner = database.asOwner();
                Connection other = database.asOwner();
                ExecutorService nodes = Executors.newSingleThreadExecutor()) {
            database.runAsSuperuser("alter database " + database.name() + " set statement_timeout = '10s'");
            CountDownLatch started = new CountDownLatch(1);
            Future<MigrationTurn> waiting;
            try (MigrationTurn _ = MigrationTurn.await(owner, Duration.ofSeconds(1))) {
                waiting = nodes.submit(() -> {
                    started.countDown();
                    return MigrationTurn.await(other, Duration.ofSeconds(50));
                });
                started.await();
                Release indexes = GeneratedSources.release(database, "/db/concurrent");
                new MigrationRun(database.owner(), new ServerRole(ScratchDatabase.SERVER.name()), indexes)
                        .apply(owner, indexes.from(new SchemaVersion("0001")));
                InvalidIndexes.refuse(owner);
                assertThat(waiting).isNotDone();
            }
            waiting.get().close();
        }
    }

    @Test
    void aNodeDoesNotWaitForItsTurnForEver() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection owner = database.asOwner();
                Connection other = database.asOwner();
                MigrationTurn _ = MigrationTurn.await(owner, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> MigrationTurn.await(other, Duration.ofMillis(250)))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("Another process has been migrating");
        }
    }

    @Test
    void anInvalidIndexIsRefusedByName() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.migrated();
                Connection owner = database.asOwner()) {
            InvalidIndexes.refuse(owner);
            database.runAsOwner("create table twice as select 1 as id from generate_series(1, 2)");
            assertThatThrownBy(() -> database.runAsOwner("create unique index concurrently half_way on twice (id)"))
                    .hasMessageContaining("could not create unique index");
            assertThatThrownBy(() -> InvalidIndexes.refuse(owner))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("half_way");
        }
    }

    private static void migrateAt(ScratchDatabase database, String instant) {
        Clock clock = Clock.fixed(Instant.parse(instant), ZoneOffset.ofHours(14));
        new Migrator(database.owner(), ScratchDatabase.SERVER.name(), clock).migrate();
    }
}
