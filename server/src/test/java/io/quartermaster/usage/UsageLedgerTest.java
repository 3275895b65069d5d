package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

final class UsageLedgerTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final ProviderConfigId PROVIDER =
            new ProviderConfigId(UUID.fromString("0190c6d2-0000-7000-8000-000000000001"));

    private static final ModelConfigId ASKED =
            new ModelConfigId(UUID.fromString("0190c6d2-0000-7000-8000-000000000002"));
    private static final UserId PERSON = new UserId(UUID.fromString("0190c6d2-0000-7000-8000-000000000003"));

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void eventsWaitForTheDatabaseAndAreWrittenWhenItIsBack() throws InterruptedException {
        MoodySource source = new MoodySource(scene);
        source.away = true;
        List<UsageEvent> events =
                IntStream.range(0, 700).mapToObj(each -> event(tenant)).toList();
        Thread writing = Thread.startVirtualThread(() -> write(ledger(source), events));
        Eventually.await(SOON, "it tried in vain", () -> source.refused > 0);
        assertThat(rows(tenant)).isZero();

        source.away = false;
        assertThat(writing.join(SOON)).as("it returned").isTrue();
        assertThat(rows(tenant)).isEqualTo(700);
        assertThat(count("written")).isEqualTo(700);
        assertThat(count("refused")).isZero();
    }

    @Test
    void aReplayChangesNothing() { // gateway case 27
        UsageEvent event = event(tenant);
        UsageLedger ledger = ledger(new MoodySource(scene));
        write(ledger, List.of(event, event));
        assertThat(rows(tenant)).isEqualTo(1);
        write(ledger, List.of(event));
        assertThat(rows(tenant)).isEqualTo(1);
    }

    @Test
    void anEventIsWrittenAsItHappened() {
        Instant occurred = Instant.parse("2026-11-22T10:20:30.123456Z");
        String model = "a \"quoted\", {braced}\\ \u00e9 \u6a21\u578b, NULL";
        write(
                ledger(new MoodySource(scene)),
                List.of(
                        event(tenant, occurred, "NULL", model, Optional.empty()),
                        event(tenant, occurred.plusMillis(1), "", "", Optional.of(PROVIDER))));
        assertThat(texts(tenant))
                .containsExactly(
                        "2026-11-22 10:20:30.123456 NULL|" + model
                                + "|none|11|none|7|1000|2000|50|true|200|none|none|2|3|5|true|99|tenant|12",
                        "2026-11-22 10:20:30.124456 ||" + PROVIDER.value() + "|11|none|7|1000|2000|50|true|200|"
                                + PERSON.value() + "|" + ASKED.value() + "|2|3|5|true|99|tenant|12");
    }

    @Test
    void anEventThatTheDatabaseRefusesTakesNoOtherWithItAndIsKeptInAFile() throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (int each = 0; each < 9; each++) {
            events.add(event(tenant));
        }
        UsageEvent wrong = event(tenant, Instant.now(), "request", "no text: \0", Optional.empty());
        events.add(wrong);
        events.add(event(tenant));
        write(ledger(new MoodySource(scene)), events);

        assertThat(rows(tenant)).isEqualTo(10);
        assertThat(count("written")).isEqualTo(10);
        assertThat(count("refused")).isEqualTo(1);
        JsonNode kept = Json.tree(Files.readString(folder.resolve("refused.jsonl")));
        assertThat(kept.path("tenant_id").asString()).isEqualTo(tenant.toString());
        assertThat(kept.path("event").path("id").asString())
                .isEqualTo(wrong.id().toString());
        assertThat(kept.path("event").path("cost_micros").asLong()).isEqualTo(99);
        assertThat(kept.path("refusal").asString()).isNotBlank();
    }

    @Test
    void anEventThatComesTooLateForItsPartitionIsKeptInAFile() throws IOException {
        UsageEvent late = event(tenant, Instant.parse("2001-01-01T00:00:00Z"), "request", "gpt-4o", Optional.empty());
        write(ledger(new MoodySource(scene)), List.of(late, event(tenant)));
        assertThat(rows(tenant)).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("refused.jsonl")))
                .contains(late.id().toString());
    }

    @Test
    void eventsOfManyTenantsAreAStatementEach() {
        TenantId other = scene.tenant();
        MoodySource source = new MoodySource(scene);
        List<UsageEvent> events = IntStream.range(0, 100)
                .mapToObj(each -> event(each % 2 == 0 ? tenant : other))
                .toList();
        write(ledger(source), events);
        assertThat(rows(tenant)).isEqualTo(50);
        assertThat(rows(other)).isEqualTo(50);
        assertThat(source.connections.get()).isLessThan(5);
    }

    private UsageLedger ledger(MoodySource source) {
        Database database = new Database(source, Clock.systemUTC(), new SimpleMeterRegistry());
        return new UsageLedger(
                database,
                new ApiKeyUses(database),
                UsageEvents.NO_FOLLOWER,
                new RefusedEvents(folder.resolve("refused.jsonl"), Currency.getInstance("USD")),
                Clock.systemUTC(),
                meters);
    }

    private static void write(UsageLedger ledger, List<UsageEvent> events) {
        try {
            ledger.write(events);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private int rows(TenantId of) {
        return scene.database()
                .readTenant(
                        of,
                        tx -> tx.sql()
                                .fetch("select count(*) from usage_events where tenant_id = ?", of.value())
                                .getFirst()
                                .get(0, Integer.class));
    }

    private double count(String what) {
        return meters.get("qm.usage.events." + what).counter().count();
    }

    private List<String> texts(TenantId of) {
        return scene.database()
                .readTenant(of, tx -> tx.sql().fetch("""
                                        select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' '
                                            || concat_ws('|', request_id, model, coalesce(provider_config_id::text, 'none'),
                                            input_tokens, coalesce(cached_input_tokens::text, 'none'), output_tokens,
                                            first_byte_micros, duration_micros, overhead_micros,
                                            case when streamed then 'true' else 'false' end, status, coalesce(user_id::text, 'none'),
                                            coalesce(fallback_from::text, 'none'), attempts, cache_write_tokens,
                                            reasoning_tokens, estimated::text, cost_micros, price_source, price_version)
                                        from usage_events where tenant_id = ? order by occurred_at""", of.value()).getValues(0, String.class));
    }

    private UsageEvent event(TenantId of) {
        return event(
                of,
                Instant.now(),
                "request",
                "gpt-4o",
                Optional.of(new ProviderConfigId(scene.ids().next())));
    }

    private UsageEvent event(
            TenantId of, Instant occurred, String request, String model, Optional<ProviderConfigId> provider) {
        return new UsageEvent(
                of,
                occurred,
                scene.ids().next(),
                request,
                new ApiKeyId(scene.ids().next()),
                provider.map(_ -> PERSON),
                "chat",
                ModelType.LLM,
                new ModelConfigId(scene.ids().next()),
                ProviderFamily.OPENAI,
                model,
                provider,
                CredentialSource.CENTRAL,
                true,
                UsageEvent.Outcome.COMPLETED,
                200,
                2,
                provider.map(_ -> ASKED),
                new Tokens(
                        OptionalLong.of(11),
                        OptionalLong.empty(),
                        OptionalLong.of(3),
                        OptionalLong.of(7),
                        OptionalLong.of(5),
                        true,
                        new Media(
                                OptionalLong.of(1),
                                OptionalLong.of(2),
                                OptionalLong.of(3),
                                OptionalLong.of(4),
                                OptionalLong.of(5),
                                OptionalLong.of(6),
                                OptionalLong.of(7))),
                new Charge(OptionalLong.of(99), ModelPricing.Source.TENANT, OptionalLong.of(12)),
                OptionalLong.of(1_000),
                2_000,
                50);
    }

    /** A database that can be away for a while. */
    private static final class MoodySource extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private volatile boolean away;
        private volatile int refused;
        private final AtomicInteger connections = new AtomicInteger();

        MoodySource(DatabaseScene scene) {
            setUrl(scene.test().jdbcUrl());
            setUser(scene.login().user());
            setPassword(scene.login().password().reveal());
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                refused = 1;
                throw new SQLTransientConnectionException("The database is away");
            }
            connections.incrementAndGet();
            return super.getConnection();
        }
    }
}
