package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ledger of a million calls is upgraded while nodes of the release before write to it and read their settings. */
final class LiveUpgradeTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static ScratchDatabase ledger;

    @BeforeAll
    static void fill() throws SQLException {
        ledger = LiveLedger.fill();
    }

    @AfterAll
    static void drop() throws SQLException {
        ledger.close();
    }

    private interface Upgrade {
        void run(ScratchDatabase database) throws Exception;
    }

    /** What came of an upgrade under load. */
    private record Seen(LiveLoad.Result load, LockWatch.Longest lock) {}

    @Test
    void fromEveryEarlierVersionNoStatementFailsAndNobodyIsShutOutForASecond() throws Exception {
        Release newest = Release.current();
        try (ScratchDatabase base = ledger.copy()) {
            for (Migration migration :
                    newest.migrations().subList(0, newest.migrations().size() - 1)) {
                LiveLedger.migrate(base, newest.upTo(migration.version()));
                try (ScratchDatabase live = base.copy()) {
                    Seen seen = under(live, database -> LiveLedger.migrate(database, newest));
                    assertThat(seen.lock().held())
                            .as("from %s: %s", migration.version(), seen)
                            .isLessThan(A_SECOND);
                    assertThat(seen.load().statements())
                            .as("from %s: statements meanwhile", migration.version())
                            .isGreaterThan(50);
                    try (Connection server = live.asServer()) {
                        assertThat(SchemaStanding.of(server).usable()).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void aMigrationThatShutsThemOutIsCaught() throws Exception {
        try (ScratchDatabase live = ledger.copy()) {
            Seen seen = under(
                    live,
                    database -> database.runAsOwner(
                            "begin;"
                                    + " alter table usage_events add column score double precision default random();"
                                    + " alter table usage_events add constraint usage_events_score check (score >= 0); commit"));
            assertThat(seen.lock().held()).as("%s", seen).isGreaterThan(A_SECOND);
            assertThat(seen.lock().what()).startsWith("AccessExclusiveLock on usage_events");
            assertThat(seen.load().slowest()).isGreaterThan(A_SECOND);
        }
    }

    private static Seen under(ScratchDatabase database, Upgrade upgrade) throws Exception {
        try (Connection owner = database.asOwner();
                Connection superuser = database.asSuperuser();
                LockWatch watch = new LockWatch(superuser, tables(owner));
                LiveLoad load = new LiveLoad(database, owner)) {
            upgrade.run(database);
            LiveLoad.Result result = load.stop();
            return new Seen(result, watch.stop());
        }
    }

    private static List<String> tables(Connection owner) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and relkind in ('r', 'p') and relname <> 'flyway_schema_history'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
