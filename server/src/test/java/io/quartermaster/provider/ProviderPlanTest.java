package io.quartermaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.PageRequest;
import org.junit.jupiter.api.Test;

/**
 * Case 63: the provider configs of one tenant are found by an index among those of many; the few shared providers that are joined
 * to them are read as the planner likes.
 */
final class ProviderPlanTest {

    private final ProviderConfigStore store = new ProviderConfigStore();

    @Test
    void case63_theProvidersOfATenantAreFoundByAnIndex() {
        try (DatabaseScene scene = new DatabaseScene()) {
            TenantId tenant = scene.tenant();
            fill(scene, tenant);
            for (int i = 0; i < 100; i++) {
                fill(scene, scene.tenant());
            }
            scene.execute("analyze");
            assertThat(QueryPlans.inTenant(scene, tenant, tx -> store.list(tx, PageRequest.first())))
                    .contains("provider_configs_")
                    .doesNotContain("Seq Scan on provider_configs");
            assertThat(QueryPlans.inTenant(scene, tenant, store::listByPrecedence))
                    .contains("provider_configs_")
                    .doesNotContain("Seq Scan on provider_configs");
        }
    }

    private static void fill(DatabaseScene scene, TenantId tenant) {
        scene.execute(
                "insert into provider_configs (tenant_id, id, family, name, central_key_enabled, user_key_allowed,"
                        + " central_key_fallback, enabled, priority, version, created_at, created_by, updated_at, updated_by)"
                        + " select ?, gen_random_uuid(), 'openai', 'p-' || n, true, false, false, true, n, 1,"
                        + " now(), 'test', now(), 'test' from generate_series(1, 50) n",
                tenant.value());
    }
}
