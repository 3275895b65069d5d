package io.quartermaster.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import org.junit.jupiter.api.Test;

/** Case 63: who a key belongs to is found by its hash alone. */
final class ApiKeyPlanTest {

    @Test
    void case63_theOwnerOfAKeyIsFoundByItsHash() {
        try (DatabaseScene scene = new DatabaseScene()) {
            scene.execute(
                    "insert into api_key_lookup (key_hash, tenant_id, api_key_id)"
                            + " select sha256(n::text::bytea), gen_random_uuid(), gen_random_uuid() from generate_series(1, 20000) n");
            scene.execute("analyze");
            assertThat(QueryPlans.inDeployment(scene, tx -> new ApiKeyStore().findOwner(tx, new byte[32])))
                    .contains("api_key_lookup_pkey");
        }
    }
}
