package io.quartermaster.usage.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.MutableClock;
import io.quartermaster.usage.UsageScope;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The leases of one node in the database. */
final class BudgetLeasesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aLeaseThatIsRenewedOutlivesItsFirstExpiry() {
        try (DatabaseScene scene = new DatabaseScene()) {
            TenantId tenant = scene.tenant();
            Budget budget = new Budget(
                    new BudgetId(scene.ids().next()),
                    UsageScope.TENANT,
                    tenant.value(),
                    BudgetWindow.DAY,
                    1_000,
                    BudgetMode.STRICT,
                    1,
                    NOW,
                    "test",
                    NOW,
                    "test");
            scene.execute(
                    "insert into budgets values (?, ?, ?, ?, ?, ?, 'strict', 1, now(), 'test', now(), 'test')",
                    tenant.value(),
                    budget.id().value(),
                    "tenant",
                    tenant.value(),
                    "day",
                    1_000);
            MutableClock clock = MutableClock.at(NOW);
            BudgetLeases leases =
                    new BudgetLeases(scene.database(), new NodeLife(scene.ids().next(), UUID.randomUUID()), clock);
            BudgetWindow.Period period = budget.window().at(NOW);
            leases.take(tenant, budget, period, 100, 0);

            clock.advance(Duration.ofDays(365));
            leases.renew(tenant, new BudgetPeriod(budget.id(), period.from()));

            int writtenOff = scene.database()
                    .append(tenant, tx -> new BudgetLeaseStore().writeOff(tx, budget.id(), clock.instant()));
            assertThat(writtenOff).isZero();
            assertThat(leases.standing(tenant, budget, period).reservedMicros()).isEqualTo(100);
        }
    }
}
