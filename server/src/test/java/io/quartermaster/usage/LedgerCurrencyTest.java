package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.Race;
import io.quartermaster.usage.LedgerCurrency.Held;
import io.quartermaster.usage.limit.LiveNodes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerCurrencyTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency CHF = Currency.getInstance("CHF");

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final LiveNodes node = node();

    @AfterEach
    void close() {
        node.close();
        scene.close();
    }

    @Test
    void whileThereIsNoMoneyItMayBeCorrected() {
        assertThat(settle(node, EUR)).isEmpty();
        assertThat(settle(node, CHF)).isEmpty();
        assertThat(settle(node, EUR)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it has usage          | insert into usage_days values (?, 'tenant', gen_random_uuid(), date_trunc('day', now(), 'UTC'), 1, 0, 0, 0, 0, 0, 0, 0, 7, 0)
            prices were set in it | insert into prices select family, 'm', 1, 'operator', '{}', now(), 't' from (values ('openai', ?::uuid)) as one (family, tenant)
            it has budgets        | insert into budgets (tenant_id, id, scope, scope_id, time_window, limit_micros, mode, version, created_at, created_by, updated_at, updated_by) values (?, gen_random_uuid(), 'tenant', gen_random_uuid(), 'day', 5, 'soft', 1, now(), 't', now(), 't')
            """)
    void onceThereIsMoneyItIsForGood(String why, String sql) {
        assertThat(settle(node, EUR)).isEmpty();
        scene.execute(sql, tenant.value());

        assertThat(settle(node, CHF)).contains(new Held(EUR, why));
        assertThat(settle(node, EUR)).isEmpty();
    }

    @Test
    void anotherNodeThatServesHoldsItAndOneThatAgreesStartsBesideIt() {
        assertThat(settle(node, EUR)).isEmpty();
        try (LiveNodes other = node()) {
            assertThat(settle(other, CHF))
                    .hasValueSatisfying(held -> assertThat(held.why()).contains("another node"));
            assertThat(settle(other, EUR)).isEmpty();
        }
    }

    @Test
    void ofTwoThatStartAtOnceOneHasTheWord() throws Exception {
        try (LiveNodes other = node()) {
            List<Callable<Optional<Held>>> starts = List.of(() -> settle(node, EUR), () -> settle(other, CHF));
            assertThat(Race.onPlatformThreads(Duration.ofSeconds(20))
                            .run(starts)
                            .requireAll())
                    .filteredOn(Optional::isEmpty)
                    .hasSize(1);
        }
    }

    private Optional<Held> settle(LiveNodes at, Currency wanted) {
        return new LedgerCurrency(scene.database(), at, InstantSource.system()).settle(wanted);
    }

    private LiveNodes node() {
        return new LiveNodes(
                scene.database(), new NodeLife(scene.ids().next(), scene.ids().next()), new SimpleMeterRegistry());
    }
}
