package io.quartermaster.model;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.ProviderDependents;
import java.util.List;

/** What becomes of models when their provider config is deleted: those bound to it, or served by nothing else, go along. */
public final class ModelsOfProvider implements ProviderDependents {

    private final ModelFallbackStore fallbacks = new ModelFallbackStore();
    private final ModelConfigStore store = new ModelConfigStore(fallbacks);
    private final ModelBurial burial = new ModelBurial(store, fallbacks, new Election(store, new DefaultModelStore()));

    @Override
    public Consequences removed(TenantTx tx, TenantCaller caller, RemovedProvider provider) {
        List<ModelConfig> models = store.listServedBy(tx, provider.id(), provider.family(), provider.lastOfFamily());
        return burial.bury(tx, caller, models, provider.left());
    }
}
