package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConcurrentMigrationTest {
    private static final SchemaVersion INDEXES = new SchemaVersion("0013");
    private static final Release BEFORE = Release.current().upTo(new SchemaVersion("0012"));
    private static final Release AFTER = Release.current().upTo(INDEXES);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** From then on the index is in the catalogue; an earlier end of its making leaves nothing behind. */
    private static final String WAITING_FOR_WRITER =
            "select count(*) = 1 from pg_stat_progress_create_index where phase = 'waiting for writers before build'";

    @Test
    void aKilledIndexIsClearedAwayAtOnceAndMadeByTheNextRun() throws Exception {
        try (ScratchDatabase database = at(BEFORE);
                Connection watcher = database.asSuperuser();
                ExecutorService nodes = Executors.newSingleThreadExecutor()) {
            Future<MigrationResult> killed;
            try (Connection writer = writing(database)) {
                killed = nodes.submit(() -> migrator(database, AFTER).migrate());
                await(watcher, WAITING_FOR_WRITER);
                kill(watcher);
                await(watcher, "select count(*) = 0 from pg_stat_progress_create_index");
                writer.rollback();
            }
            assertThatThrownBy(killed::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("Migration 0013 failed");
            assertThat(text(watcher, "select count(*) from pg_index where not indisvalid"))
                    .isEqualTo("0");
            assertThat(migrator(database, AFTER).migrate().applied()).containsExactly(INDEXES);
            assertThat(text(watcher, INDEXES_OF_0013)).isEqualTo("8");
        }
    }

    /** The transaction that it waited for is still open, so nothing can be dropped yet. */
    @Test
    void whatCannotBeClearedAwayYetIsTakenUpByTheNextRun() throws Exception {
        try (ScratchDatabase database = at(BEFORE);
                Connection watcher = database.asSuperuser();
                ExecutorService nodes = Executors.newSingleThreadExecutor()) {
            try (Connection writer = writing(database)) {
                Future<MigrationResult> cancelled =
                        nodes.submit(() -> migrator(database, AFTER).migrate());
                await(watcher, WAITING_FOR_WRITER);
                text(watcher, "select count(pg_cancel_backend(pid)) from pg_stat_progress_create_index");
                assertThatThrownBy(cancelled::get)
                        .cause()
                        .hasMessageContaining("Migration 0013 failed half-way, and the next run takes it up again");
                assertThat(text(watcher, "select count(*) from pg_index where not indisvalid"))
                        .isEqualTo("1");
                SchemaStanding standing = SchemaComparison.of(watcher, AFTER);
                assertThat(standing).isEqualTo(new SchemaStanding.Interrupted(INDEXES));
                assertThat(standing.usable()).isFalse();
                assertThat(SchemaComparison.of(watcher, BEFORE))
                        .isEqualTo(new SchemaStanding.NewerButCompatible(INDEXES, BEFORE.version()));
                assertThat(migrator(database, AFTER).pending()).containsExactly(INDEXES);
                writer.rollback();
            }
            assertThat(migrator(database, AFTER).migrate().applied()).containsExactly(INDEXES);
            assertThat(text(watcher, INDEXES_OF_0013)).isEqualTo("8");
            assertThat(SchemaComparison.of(watcher, AFTER)).isEqualTo(new SchemaStanding.Current(INDEXES));
        }
    }

    /** As after kill -9 of the process: no row in the history, and PostgreSQL goes on for nobody. */
    @Test
    void anOrphanThatStillMakesTheIndexIsEndedAndTheIndexMadeAnew() throws Exception {
        try (ScratchDatabase database = at(BEFORE);
                Connection watcher = database.asSuperuser();
                ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            Future<MigrationResult> next;
            Future<?> orphan;
            try (Connection writer = writing(database)) {
                orphan = nodes.submit(() -> {
                    database.runAsOwner(
                            "create index concurrently provider_configs_by_data_key on provider_configs (id)");
                    return null;
                });
                await(watcher, WAITING_FOR_WRITER);
                next = nodes.submit(() -> migrator(database, AFTER).migrate());
                assertThatThrownBy(orphan::get).cause().hasMessageContaining("terminating connection");
                writer.rollback();
            }
            assertThat(next.get().applied()).containsExactly(INDEXES);
            assertThat(text(watcher, "select pg_get_indexdef('provider_configs_by_data_key'::regclass)"))
                    .contains("(tenant_id, api_key_data_key_id) WHERE");
            assertThat(text(watcher, INDEXES_OF_0013)).isEqualTo("8");
        }
    }

    @Test
    void aUniqueIndexOverDuplicatesLeavesNothingBehindAndIsMadeOnceTheyAreGone() throws Exception {
        try (ScratchDatabase database = ScratchDatabase.empty();
                Connection owner = database.asOwner()) {
            Release release = GeneratedSources.release(database, "/db/duplicates");
            MigrationRun run =
                    new MigrationRun(database.owner(), new ServerRole(ScratchDatabase.SERVER.name()), release);
            List<SchemaVersion> both = release.from(new SchemaVersion("0001"));
            assertThatThrownBy(() -> run.apply(owner, both))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("Migration 0002 failed and left nothing behind")
                    .hasMessageContaining("could not create unique index");
            assertThat(text(owner, "select count(*) from pg_index where indrelid = 'numbers'::regclass"))
                    .isEqualTo("0");
            SchemaVersion second = new SchemaVersion("0002");
            assertThat(SchemaComparison.of(owner, release))
                    .isEqualTo(new SchemaStanding.Behind(Optional.of(new SchemaVersion("0001")), List.of(second)));
            database.runAsOwner("delete from numbers where id % 2 = 1");
            run.apply(owner, List.of(second));
            assertThat(text(owner, "select count(*) from pg_index where indrelid = 'numbers'::regclass and indisvalid"))
                    .isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently a on t (x); create unique index concurrently b on t (x) where y = ';'",
                "-- why\nCREATE INDEX  CONCURRENTLY a ON t (x);\ndrop index concurrently if exists c;\n",
            })
    void nothingButConcurrentIndexesCanBeTakenUpAgain(String sql) {
        assertThat(ConcurrentMigration.indexes(SqlStatements.of(sql))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently a on t (x); create table more (x integer)",
                "create index a on t (x)",
                "create index concurrently if not exists a on t (x)",
                "create index concurrently on t (x)",
                "drop index concurrently a",
                "-- create index concurrently a on t (x);",
            })
    void anythingElseCannot(String sql) {
        assertThat(ConcurrentMigration.indexes(SqlStatements.of(sql))).isEmpty();
    }

    @Test
    void whatIsQuotedOrACommentEndsNoStatement() {
        assertThat(SqlStatements.of("""
                        -- first; of two
                        select 'it''s; one', "a;b" /* or; */ ; do $x$ begin; end; $x$;
                        """)).containsExactly("select 'it''s; one', \"a;b\"", "do $x$ begin; end; $x$");
    }

    private static final String INDEXES_OF_0013 = """
            select count(*) from pg_index where indisvalid and indexrelid::regclass::text in (
                'provider_configs_by_data_key', 'user_keys_by_data_key', 'shared_providers_by_data_key',
                'shared_provider_grants_by_tenant', 'user_tenants_by_tenant', 'default_models_by_model',
                'model_fallbacks_by_model', 'model_fallbacks_by_fallback_model')
            """;

    private static ScratchDatabase at(Release release) throws SQLException {
        ScratchDatabase database = ScratchDatabase.empty();
        migrator(database, release).migrate();
        return database;
    }

    private static Migrator migrator(ScratchDatabase database, Release release) {
        return new Migrator(database.owner(), ScratchDatabase.SERVER.name(), Clock.systemUTC(), release);
    }

    /** A transaction that has written to the table of the first index, which therefore waits for it. */
    private static Connection writing(ScratchDatabase database) throws SQLException {
        Connection writer = database.asOwner();
        writer.setAutoCommit(false);
        try (Statement statement = writer.createStatement()) {
            statement.execute("delete from provider_configs where false");
            statement.execute("select pg_current_xact_id()");
        }
        return writer;
    }

    private static void kill(Connection watcher) throws SQLException {
        text(watcher, "select count(pg_terminate_backend(pid)) from pg_stat_progress_create_index");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void await(Connection connection, String question) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!text(connection, question).equals("t")) {
            assertThat(System.nanoTime()).as(question).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
