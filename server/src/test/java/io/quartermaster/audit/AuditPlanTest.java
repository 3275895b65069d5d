package io.quartermaster.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Case 63: a page of a long audit trail is read backwards from its place. */
final class AuditPlanTest {

    @Test
    void case63_aPageOfTheTrailIsReadInTheOrderOfItsIndex() {
        AuditEventStore store = new AuditEventStore(Json.mapper());
        try (DatabaseScene scene = new DatabaseScene()) {
            TenantId tenant = scene.tenant();
            fill(scene, tenant, 20_000);
            fill(scene, scene.tenant(), 20_000);
            scene.execute("analyze");
            for (PageRequest page :
                    List.of(PageRequest.first(), new PageRequest(50, Optional.of(Cursor.of("10000"))))) {
                assertThat(QueryPlans.inTenant(scene, tenant, tx -> store.list(tx, AuditFilter.ALL, page)))
                        .contains("audit_events_one_per_change")
                        .doesNotContain("Seq Scan", "Sort");
            }
        }
    }

    private static void fill(DatabaseScene scene, TenantId tenant, int events) {
        scene.execute(
                "insert into audit_events (tenant_id, id, config_version, occurred_at, actor_kind, actor, action, subject_kind,"
                        + " subject_id, request_id) select ?, gen_random_uuid(), n, now(), 'operator', 'operator', 'x', 'x', 'x', 'x'"
                        + " from generate_series(1, ?) n",
                tenant.value(),
                events);
    }
}
