package io.quartermaster.usage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.access.Authorizer;
import io.quartermaster.audit.Audit;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.LedgerOwner;
import io.quartermaster.platform.db.LedgerPartitions;
import io.quartermaster.platform.json.Json;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.tenant.TenantSettings;
import io.quartermaster.testkit.MutableClock;
import io.quartermaster.testkit.Race;
import io.quartermaster.usage.RefusedEvents;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageEvents;
import io.quartermaster.usage.UsageLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Months go by on a ledger whose clock the test moves. */
final class LedgerUpkeepTest {

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));

    private final DatabaseScene scene = new DatabaseScene();
    private final MutableClock clock = MutableClock.at(start);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TenantId tenant = scene.tenant();
    private final LedgerPartitions partitions = new LedgerPartitions(scene.pool(), clock);
    private final LedgerOwner owner = new LedgerOwner(ownerConnections(), clock);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void monthsAreMadeAheadAndOldOnesGoWithTheirEventsButNotTheirSums() throws Exception { // gateway case 28
        retention(tenant, 70);
        LedgerUpkeep upkeep = upkeep(Optional.of(owner));
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        YearMonth first = YearMonth.from(start.atZone(ZoneOffset.UTC));
        for (int month = 0; month < 5; month++) {
            write(List.of(events.at(clock.instant(), 100), events.at(clock.instant(), 11)));
            upkeep.round();
            assertThat(partitions.ahead()).isEqualTo(24);
            clock.set(start.atZone(ZoneOffset.UTC).plusMonths(month + 1L).toInstant());
        }
        upkeep.round();

        assertThat(owner.months())
                .doesNotContain(first, first.plusMonths(1))
                .contains(first.plusMonths(4), first.plusMonths(29));
        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isEqualTo(4);
        assertThat(number("select sum(requests) from usage_days where tenant_id = ? and scope = 'tenant'"))
                .isEqualTo(10);
        assertThat(number("select sum(cost_micros) from usage_days where tenant_id = ? and scope = 'model'"))
                .isEqualTo(555);
        assertThat(upkeep.warnings()).isEmpty();
    }

    @Test
    void aTenantThatKeepsLessThanOthersLosesWholeDaysAndNobodyElseAnything() throws Exception { // gateway case 28
        TenantId keeper = scene.tenant();
        retention(tenant, 10);
        for (TenantId each : List.of(tenant, keeper)) {
            UsageEvents events = new UsageEvents(scene.ids(), each);
            write(IntStream.range(0, 30)
                    .mapToObj(day -> events.at(start.plus(Duration.ofDays(day)), 7))
                    .toList());
        }
        clock.advance(Duration.ofDays(30));
        upkeep(Optional.of(owner)).round();

        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isEqualTo(10);
        assertThat(number(keeper, "select count(*) from usage_events where tenant_id = ?"))
                .isEqualTo(30);
        assertThat(number("select sum(requests) from usage_days where tenant_id = ? and scope = 'tenant'"))
                .isEqualTo(30);
        assertThat(meters.get("qm.usage.retention.deleted").counter().count()).isEqualTo(20);
    }

    @Test
    void moreRowsThanABatchHoldsAreDeletedToTheLast() {
        retention(tenant, 7);
        scene.execute(
                "insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route, model_type,"
                        + " model_config_id, family, model, credential_source, streamed, outcome, status, duration_micros,"
                        + " overhead_micros) select ?, ?::timestamptz, gen_random_uuid(), 'r', gen_random_uuid(), 'chat',"
                        + " 'llm', gen_random_uuid(), 'openai', 'm', 'none', false, 'completed', 200, 1, 1"
                        + " from generate_series(1, 12000)",
                tenant.value(),
                start.toString());
        scene.execute(
                "insert into usage_days values (?, 'tenant', ?, date_trunc('day', ?::timestamptz, 'UTC'), 12000, 0, 0, 0, 0, 0, 0,"
                        + " 0, 0, 0)",
                tenant.value(),
                tenant.value(),
                start.toString());
        clock.advance(Duration.ofDays(9));
        upkeep(Optional.of(owner)).round();

        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isZero();
    }

    @Test
    void whatIsNotInTheSumsStaysAndIsTold() throws Exception {
        retention(tenant, 40);
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        write(List.of(events.at(start, 1), events.at(start, 2), events.at(start.plus(Duration.ofDays(1)), 4)));
        scene.execute(
                "update usage_days set requests = 1 where tenant_id = ? and day = date_trunc('day', ?::timestamptz, 'UTC')",
                tenant.value(),
                start.toString());
        clock.advance(Duration.ofDays(120));
        upkeep(Optional.of(owner)).round();

        assertThat(owner.months()).contains(YearMonth.from(start.atZone(ZoneOffset.UTC)));
        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isEqualTo(2);
        assertThat(meters.get("qm.usage.retention.unsummed.days").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void anEventThatComesBackAfterItsDayWasDeletedIsNotCountedTwice() throws Exception { // gateway case 27
        retention(tenant, 7);
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        UsageEvent event = events.at(start, 5);
        write(List.of(event, events.at(start.plusSeconds(1), 6)));
        clock.advance(Duration.ofDays(9));
        UsageEvent neverSeen = events.at(start.plus(Duration.ofDays(1)), 9);
        upkeep(Optional.of(owner)).round();
        write(List.of(event, neverSeen));

        assertThat(number("select sum(cost_micros) from usage_days where tenant_id = ? and scope = 'tenant'"))
                .isEqualTo(20);
        assertThat(refused())
                .contains(event.id().toString())
                .doesNotContain(neverSeen.id().toString());
    }

    @Test
    void twoNodesAtOnceDoItOnceAndRunningCallsGoOn() throws Exception {
        retention(tenant, 40);
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        write(IntStream.range(0, 200)
                .mapToObj(each -> events.at(start.plusSeconds(each), 1))
                .toList());
        clock.advance(Duration.ofDays(150));
        List<LedgerUpkeep> nodes = List.of(upkeep(Optional.of(owner)), upkeep(Optional.of(owner)));
        List<Callable<Integer>> work = new ArrayList<>();
        nodes.forEach(node -> work.add(() -> {
            node.round();
            return 0;
        }));
        work.add(() -> {
            for (int each = 0; each < 100; each++) {
                write(List.of(events.at(clock.instant(), 1)));
            }
            return 0;
        });
        Race.onPlatformThreads(Duration.ofSeconds(30)).run(work).requireAll();
        nodes.getFirst().round();

        assertThat(partitions.ahead()).isEqualTo(24);
        assertThat(owner.months()).doesNotContain(YearMonth.from(start.atZone(ZoneOffset.UTC)));
        assertThat(number("select sum(requests) from usage_days where tenant_id = ? and scope = 'tenant'"))
                .isEqualTo(300);
        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isEqualTo(100);
    }

    @Test
    void aMonthThatSomebodyReadsIsDroppedLater() throws Exception {
        retention(tenant, 40);
        clock.advance(Duration.ofDays(150));
        YearMonth old = YearMonth.from(start.atZone(ZoneOffset.UTC));
        try (Connection reader = scene.test().connectAsServer();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from usage_events");
            upkeep(Optional.of(owner)).round();
            assertThat(owner.months()).contains(old);
            reader.rollback();
        }
        upkeep(Optional.of(owner)).round();
        assertThat(owner.months()).doesNotContain(old);
    }

    @Test
    void aNodeWithoutTheOwnersRoleSaysWhenItsPartitionsEndAndWhatToDo() {
        LedgerUpkeep upkeep = upkeep(Optional.empty());
        upkeep.round();
        assertThat(upkeep.warnings()).isEmpty();

        clock.set(start.atZone(ZoneOffset.UTC).plusMonths(23).toInstant());
        upkeep.round();
        YearMonth last = YearMonth.from(start.atZone(ZoneOffset.UTC)).plusMonths(24);
        assertThat(upkeep.warnings()).singleElement().asString().contains(last.toString(), "quartermaster migrate");
        assertThat(meters.get("qm.usage.partitions.ahead").gauge().value()).isEqualTo(1);
    }

    @Test
    void aMonthThatCannotBeDroppedIsToldAndKeepsNoRowsFromBeingDeleted() throws Exception {
        retention(tenant, 40);
        YearMonth old = YearMonth.from(start.atZone(ZoneOffset.UTC));
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        write(List.of(events.at(start, 1)));
        clock.advance(Duration.ofDays(150));
        ownerSays("create view report as select * from usage_events_"
                + old.toString().replace('-', '_'));
        LedgerUpkeep upkeep = upkeep(Optional.of(owner));

        assertThat(upkeep.tryRound()).isFalse();
        assertThat(upkeep.tryRound()).isFalse();
        assertThat(upkeep.warnings()).singleElement().asString().contains(old.toString(), "2BP01");
        assertThat(meters.get("qm.usage.upkeep.failures").counter().count()).isEqualTo(2);
        assertThat(number("select count(*) from usage_events where tenant_id = ?"))
                .isZero();

        ownerSays("drop view report");
        assertThat(upkeep.tryRound()).isTrue();
        assertThat(upkeep.warnings()).isEmpty();
        assertThat(owner.months()).doesNotContain(old);
    }

    @Test
    void anOwnerWhoIsNotTheLedgersIsToldAndTheMonthsAreCountedNevertheless() {
        PGSimpleDataSource stranger = ownerConnections();
        stranger.setUser("nobody_here");
        clock.set(start.atZone(ZoneOffset.UTC).plusMonths(23).toInstant());
        LedgerUpkeep upkeep = upkeep(Optional.of(new LedgerOwner(stranger, clock)));

        assertThat(upkeep.tryRound()).isFalse();
        assertThat(upkeep.warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("quartermaster migrate"))
                .anyMatch(warning -> warning.contains("SQLSTATE 28"));
        assertThat(meters.get("qm.usage.partitions.ahead").gauge().value()).isEqualTo(1);
    }

    @Test
    void aDatabaseThatIsAwayIsNoTroubleOfTheLedgersAtFirst() {
        PGSimpleDataSource away = ownerConnections();
        away.setURL("jdbc:postgresql://127.0.0.1:1/nowhere");
        LedgerUpkeep upkeep = upkeep(Optional.of(new LedgerOwner(away, clock)));
        for (int round = 1; round < 10; round++) {
            assertThat(upkeep.tryRound()).isFalse();
            assertThat(upkeep.warnings()).isEmpty();
        }
        upkeep.tryRound();
        assertThat(upkeep.warnings()).hasSize(1);
    }

    private void ownerSays(String sql) throws Exception {
        try (Connection connection = ownerConnections().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private LedgerUpkeep upkeep(Optional<LedgerOwner> role) {
        Authorizer authorizer = new Authorizer();
        Database database = scene.database();
        Audit audit = new Audit(database, authorizer, scene.ids(), Json.mapper(), _ -> new byte[32]);
        return new LedgerUpkeep(partitions, role, new TenantSettings(database, authorizer, audit), clock, meters);
    }

    private PGSimpleDataSource ownerConnections() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(scene.test().jdbcUrl());
        source.setUser(scene.test().owner().name());
        source.setPassword(scene.test().owner().password());
        return source;
    }

    private void retention(TenantId of, int days) {
        scene.execute(
                "insert into tenant_settings values (?, 'usage_retention_days', ?::jsonb, 1, now(), 'test', now(), 'test')",
                of.value(),
                Integer.toString(days));
    }

    private void write(List<UsageEvent> events) throws InterruptedException {
        new UsageLedger(
                        scene.database(),
                        new ApiKeyUses(scene.database()),
                        UsageEvents.NO_FOLLOWER,
                        new RefusedEvents(folder.resolve("refused.jsonl"), Currency.getInstance("USD")),
                        clock,
                        new SimpleMeterRegistry())
                .write(events);
    }

    private String refused() throws IOException {
        return Files.readString(folder.resolve("refused.jsonl"));
    }

    private long number(String sql) {
        return number(tenant, sql);
    }

    private long number(TenantId of, String sql) {
        return scene.database()
                .readTenant(of, tx -> tx.sql().fetchSingle(sql, of.value()).get(0, Long.class));
    }
}
