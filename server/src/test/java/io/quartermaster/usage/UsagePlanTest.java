package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Case 63's way: what is read of a long ledger is what was asked for, of one tenant. */
final class UsagePlanTest {

    @Test
    void aPageAndASumReadTheirPartOfTheLedgerOnly() {
        UsageStore store = new UsageStore();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UsageFilter hour = new UsageFilter(
                now.minus(Duration.ofHours(1)),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (DatabaseScene scene = new DatabaseScene()) {
            TenantId tenant = scene.tenant();
            fill(scene, tenant, 20_000);
            fill(scene, scene.tenant(), 20_000);
            scene.execute("analyze");
            Cursor middle = Cursor.of(now.minusSeconds(600).toString(), new UUID(1, 1).toString());
            for (PageRequest page : List.of(PageRequest.first(), new PageRequest(50, Optional.of(middle)))) {
                assertThat(QueryPlans.inTenant(scene, tenant, tx -> store.list(tx, hour, page)))
                        .contains("Index Scan Backward using usage_events_")
                        .doesNotContain("Seq Scan");
            }
            for (UsageGrouping grouping : UsageGrouping.values()) {
                assertThat(QueryPlans.inTenant(scene, tenant, tx -> new UsageSumStore().list(tx, hour, grouping)))
                        .containsPattern("Index Scan (using|on) usage_events_")
                        .doesNotContain("Seq Scan");
            }
        }
    }

    /** One a second, up to now. */
    private static void fill(DatabaseScene scene, TenantId tenant, int events) {
        scene.execute(
                "insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route, model_type,"
                        + " model_config_id, family, model, credential_source, streamed, outcome, status, duration_micros,"
                        + " overhead_micros) select ?, now() - n * interval '1 second', gen_random_uuid(), 'r', gen_random_uuid(),"
                        + " 'chat', 'llm', gen_random_uuid(), 'openai', 'm', 'none', false, 'completed', 200, 1, 1"
                        + " from generate_series(1, ?) n",
                tenant.value(),
                events);
    }
}
