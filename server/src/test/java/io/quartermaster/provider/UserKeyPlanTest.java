package io.quartermaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.PageRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Case 63: a person's keys, a provider config's and a tenant's stamp are found by indexes among the keys of many tenants. */
final class UserKeyPlanTest {

    private final UserKeyStore store = new UserKeyStore();

    @Test
    void case63_theKeysOfAPersonOfAProviderAndOfATenantAreFoundByAnIndex() {
        try (DatabaseScene scene = new DatabaseScene()) {
            scene.execute(
                    "insert into users (id, email, display_name, operator, disabled, version, created_at, created_by,"
                            + " updated_at, updated_by) select gen_random_uuid(), 'u' || n || '@example.org', 'U', false, false, 1,"
                            + " now(), 'test', now(), 'test' from generate_series(1, 20) n");
            TenantId tenant = scene.tenant();
            fill(scene, tenant);
            for (int i = 0; i < 30; i++) {
                fill(scene, scene.tenant());
            }
            scene.execute("analyze");
            UserId user = new UserId(UUID.randomUUID());
            ProviderConfigId provider = new ProviderConfigId(UUID.randomUUID());
            String plans = QueryPlans.inTenant(scene, tenant, tx -> {
                store.find(tx, user, provider);
                store.list(tx, user);
                store.list(tx, provider, PageRequest.first());
                store.stamp(tx);
                new UserKeySealedStore().list(tx, java.util.Optional.empty(), 200);
            });
            assertThat(plans).contains("user_keys_pkey").doesNotContain("Seq Scan on user_keys");
        }
    }

    private static void fill(DatabaseScene scene, TenantId tenant) {
        scene.execute(
                "insert into tenant_data_keys (tenant_id, id, master_key_id, wrapped_key, created_at)"
                        + " values (?, gen_random_uuid(), 'm', '', now())",
                tenant.value());
        scene.execute(
                "insert into provider_configs (tenant_id, id, family, name, central_key_enabled, user_key_allowed,"
                        + " central_key_fallback, enabled, priority, version, created_at, created_by, updated_at, updated_by)"
                        + " select ?, gen_random_uuid(), 'openai', 'p-' || n, false, true, false, true, n, 1,"
                        + " now(), 'test', now(), 'test' from generate_series(1, 50) n",
                tenant.value());
        scene.execute(
                "insert into members (tenant_id, user_id, display_name, email, role, version, created_at, created_by,"
                        + " updated_at, updated_by) select ?, id, 'U', email, 'member', 1, now(), 'test', now(), 'test' from users",
                tenant.value());
        scene.execute(
                "insert into user_keys select p.tenant_id, m.user_id, p.id, '', k.id, 'last', 'print', 1, now(), 'test',"
                        + " now(), 'test' from provider_configs p join members m on m.tenant_id = p.tenant_id"
                        + " join tenant_data_keys k on k.tenant_id = p.tenant_id where p.tenant_id = ?",
                tenant.value());
    }
}
