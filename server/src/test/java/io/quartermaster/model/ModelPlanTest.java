package io.quartermaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.QueryPlans;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.TenantReadTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Case 63: each query of models uses the index that was made for it, in a tenant of 10,000 models among others. */
final class ModelPlanTest {

    private static final ModelFilter ALL = new ModelFilter(Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final ModelFilter DELETED =
            new ModelFilter(Optional.empty(), Optional.empty(), Optional.empty(), true);
    private static final PageRequest DEEP = new PageRequest(
            50,
            Optional.of(
                    Cursor.of("openai", "model-500", "2026-01-01T00:00:00Z", "01890000-0000-7000-8000-000000000000")));

    private static DatabaseScene scene;
    private static TenantId tenant;

    private final ModelFallbackStore fallbacks = new ModelFallbackStore();
    private final ModelConfigStore store = new ModelConfigStore(fallbacks);

    @BeforeAll
    static void fill() {
        scene = new DatabaseScene();
        tenant = scene.tenant();
        fill(tenant, 10_000);
        for (int i = 0; i < 20; i++) {
            fill(scene.tenant(), 1_000);
        }
        scene.execute("analyze");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void case63_pagesOfModelsAreReadInTheOrderOfTheirIndexWhoeverAsks() {
        UsableProviders usable =
                new UsableProviders(Set.of(new ProviderConfigId(scene.ids().next())), Set.of(ProviderFamily.OPENAI));
        List.of(PageRequest.first(), DEEP).forEach(page -> {
            assertThat(plan(tx -> store.list(tx, page, ALL, Optional.empty())))
                    .contains("model_configs_listed")
                    .doesNotContain("Seq Scan on model_configs", "Sort Key: model_configs");
            assertThat(plan(tx -> store.list(tx, page, ALL, Optional.of(usable))))
                    .containsAnyOf("model_configs_listed", "model_configs_electable")
                    .doesNotContain("Seq Scan on model_configs");
            assertThat(plan(tx -> store.list(tx, page, DELETED, Optional.empty())))
                    .contains("model_configs_tombstones")
                    .doesNotContain("Seq Scan on model_configs", "Sort Key: model_configs");
        });
        ModelFilter family =
                new ModelFilter(Optional.empty(), Optional.of(ProviderFamily.OPENAI), Optional.empty(), false);
        assertThat(plan(tx -> store.list(tx, PageRequest.first(), family, Optional.empty())))
                .contains("model_configs_listed");
    }

    @Test
    void case63_oneModelAndTheCandidatesOfAnElectionAndWhatIsBoundToAProviderAreFoundByTheirIndexes() {
        assertThat(plan(tx -> store.find(tx, new ModelConfigId(scene.ids().next()))))
                .contains("model_configs_pkey");
        assertThat(plan(tx -> store.listLive(tx, ModelType.RERANK)))
                .containsAnyOf("model_configs_electable", "model_configs_live")
                .doesNotContain("Seq Scan on model_configs");
        assertThat(plan(tx ->
                        store.listServedBy(tx, new ProviderConfigId(scene.ids().next()), ProviderFamily.OPENAI, false)))
                .contains("model_configs_by_provider");
        assertThat(plan(fallbacks::steps)).contains("model_fallbacks").doesNotContain("Seq Scan on model_configs");
    }

    private static String plan(Consumer<TenantReadTx> work) {
        return QueryPlans.inTenant(scene, tenant, work);
    }

    /** A hundredth are re-rankers, a tenth tombstones, and every second is an alias of its own. */
    private static void fill(TenantId of, int models) {
        scene.execute(
                "insert into model_configs (tenant_id, id, model_type, family, model, alias, compression_threshold, enabled,"
                        + " deleted_at, deleted_by, version, created_at, created_by, updated_at, updated_by)"
                        + " select ?, gen_random_uuid(), case when n % 100 = 0 then 'rerank' else 'llm' end,"
                        + " case when n % 3 = 0 then 'openai' else 'openai-compatible' end, 'model-' || (n % 1000),"
                        + " case when n % 2 = 0 then 'alias-' || n end, 70, n % 5 > 0,"
                        + " case when n % 10 = 0 then now() end, case when n % 10 = 0 then 'test' end,"
                        + " 1, now(), 'test', now() - n * interval '1 second', 'test' from generate_series(1, ?) n",
                of.value(), models);
    }
}
