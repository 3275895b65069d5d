package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.ApiKeyUses;
import io.quartermaster.testkit.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class UsageLedgerTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void eventsWaitForTheDatabaseAndAreWrittenWhenItIsBack() {
        MoodySource source = new MoodySource(scene);
        source.away = true;
        try (UsageLedger ledger = ledger(source)) {
            List<UsageEvent> events =
                    IntStream.range(0, 700).mapToObj(each -> event(tenant)).toList();
            events.forEach(ledger::accept);
            Eventually.await(SOON, "it tried in vain", () -> source.refused > 0);
            assertThat(rows(tenant)).isZero();

            source.away = false;
            Eventually.await(SOON, "all are written", () -> rows(tenant) == 700);
        }
        assertThat(count("written")).isEqualTo(700);
        assertThat(count("lost")).isZero();
    }

    @Test
    void aReplayChangesNothing() {
        UsageEvent event = event(tenant);
        try (UsageLedger ledger = ledger(new MoodySource(scene))) {
            ledger.accept(event);
            ledger.accept(event);
            Eventually.await(SOON, "it is written", () -> rows(tenant) == 1);
            ledger.accept(event);
        }
        assertThat(rows(tenant)).isEqualTo(1);
    }

    @Test
    void closingWritesWhatWaitsForEveryTenant() {
        TenantId other = scene.tenant();
        try (UsageLedger ledger = ledger(new MoodySource(scene))) {
            for (int each = 0; each < 50; each++) {
                ledger.accept(event(tenant));
                ledger.accept(event(other));
            }
        }
        assertThat(rows(tenant)).isEqualTo(50);
        assertThat(rows(other)).isEqualTo(50);
        assertThat(count("lost")).isZero();
    }

    private UsageLedger ledger(MoodySource source) {
        Database database = new Database(source, Clock.systemUTC(), new SimpleMeterRegistry());
        return new UsageLedger(database, new ApiKeyUses(database), meters);
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

    private UsageEvent event(TenantId of) {
        return new UsageEvent(
                of,
                Instant.now(),
                scene.ids().next(),
                "request",
                new ApiKeyId(scene.ids().next()),
                "chat",
                ModelType.LLM,
                new ModelConfigId(scene.ids().next()),
                ProviderFamily.OPENAI,
                "gpt-4o",
                Optional.of(new ProviderConfigId(scene.ids().next())),
                CredentialSource.CENTRAL,
                true,
                UsageEvent.Outcome.COMPLETED,
                200,
                OptionalLong.of(11),
                OptionalLong.empty(),
                OptionalLong.of(7),
                OptionalLong.of(1_000),
                2_000,
                50);
    }

    /** A database that can be away for a while. */
    private static final class MoodySource extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private volatile boolean away;
        private volatile int refused;

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
            return super.getConnection();
        }
    }
}
