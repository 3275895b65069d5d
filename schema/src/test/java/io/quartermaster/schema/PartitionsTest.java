package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PartitionsTest {
    private static final YearMonth MADE = YearMonth.of(2026, 11);

    private ScratchDatabase database;

    /** The migration makes 2026-10 to 2028-11. */
    @BeforeEach
    void migrate() throws SQLException {
        database = ScratchDatabase.empty();
        Clock clock = Clock.fixed(Instant.parse("2026-11-15T12:00:00Z"), ZoneOffset.UTC);
        new Migrator(database.owner(), ScratchDatabase.SERVER.name(), clock).migrate();
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void makesWhatIsMissingAndOnlyThat() throws Exception {
        YearMonth last = MADE.plusMonths(24);
        try (Connection owner = database.asOwner()) {
            assertThat(Partitions.create(owner, MADE, last)).isEmpty();
            assertThat(Partitions.create(owner, last.minusMonths(1), last.plusMonths(2)))
                    .containsExactly(last.plusMonths(1), last.plusMonths(2));
            assertThat(owner.getAutoCommit()).isTrue();
        }
    }

    @Test
    void makersAtTheSameTimeShareTheWork() throws Exception {
        YearMonth first = MADE.plusMonths(25);
        try (ExecutorService makers = Executors.newFixedThreadPool(4)) {
            Callable<List<YearMonth>> maker = () -> {
                try (Connection owner = database.asOwner()) {
                    return Partitions.create(owner, first, first.plusMonths(11));
                }
            };
            List<YearMonth> made = new ArrayList<>();
            for (Future<List<YearMonth>> each : makers.invokeAll(List.of(maker, maker, maker, maker))) {
                made.addAll(each.get());
            }
            assertThat(made).hasSize(12).doesNotHaveDuplicates();
        }
    }

    @Test
    void countsTheMonthsAheadUpToTheFirstGap() throws Exception {
        try (Connection server = database.asServer()) {
            assertThat(Partitions.ahead(server, MADE)).isEqualTo(24);
            assertThat(Partitions.ahead(server, MADE.plusMonths(24))).isZero();
            assertThat(Partitions.ahead(server, MADE.plusMonths(25))).isEqualTo(-1);
            database.runAsOwner("drop table usage_events_2027_01");
            assertThat(Partitions.ahead(server, MADE)).isEqualTo(1);
        }
    }

    @Test
    void anEventGoesToTheMonthOfItsUtcTimeWhateverTheSessionsZone() throws Exception {
        String other = "set timezone = 'Pacific/Kiritimati'; ";
        YearMonth month = MADE.plusMonths(25);
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(other);
            Partitions.create(owner, month, month);
        }
        database.runAsOwner(other + event("2028-12-01T00:00:00Z") + event("2028-12-31T23:59:59.999999Z"));
        assertThat(number("select count(*) from usage_events_2028_12")).isEqualTo(2);
    }

    @Test
    void aPartitionHasTheRulesOfTheLedgerAndNoRightsForTheServer() throws Exception {
        assertThat(number("select count(*) from pg_constraint c join pg_constraint p on p.conname = c.conname"
                        + " where p.conrelid = 'usage_events'::regclass and p.contype = 'c'"
                        + " and c.conrelid = 'usage_events_2026_11'::regclass"))
                .isEqualTo(number("select count(*) from pg_constraint"
                        + " where conrelid = 'usage_events'::regclass and contype = 'c'"));
        assertThat(number("select count(*) from pg_class where relispartition and relkind = 'r'"
                        + " and (relacl is not null or not relrowsecurity)"))
                .isZero();
    }

    @Test
    void writersOfTheLedgerAreNotHeldUp() throws Exception {
        YearMonth month = MADE.plusMonths(25);
        try (Connection writer = database.asOwner();
                Statement statement = writer.createStatement();
                Connection owner = database.asOwner()) {
            writer.setAutoCommit(false);
            statement.execute(event("2026-11-01T00:00:00Z"));
            assertThat(Partitions.create(owner, month, month)).containsExactly(month);
            writer.commit();
        }
    }

    private static String event(String time) {
        return "insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route, model_type,"
                + " model_config_id, family, model, credential_source, streamed, outcome, status, duration_micros,"
                + " overhead_micros) values (gen_random_uuid(), '" + time
                + "', gen_random_uuid(), 'r', gen_random_uuid(),"
                + " 'chat', 'llm', gen_random_uuid(), 'openai', 'm', 'none', false, 'completed', 200, 1, 1);";
    }

    private long number(String query) throws SQLException {
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
