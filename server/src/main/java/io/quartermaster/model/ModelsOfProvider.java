package io.quartermaster.model;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderDependents;
import io.quartermaster.provider.ProvidersView;
import java.util.List;
import java.util.function.Supplier;

/** What becomes of models when their provider config is deleted: those bound to it, or served by nothing else, go along. */
public final class ModelsOfProvider implements ProviderDependents {

    private final Supplier<ProviderConfigs> providers;
    private final ModelConfigStore store = new ModelConfigStore();
    private final ModelBurial burial = new ModelBurial(store, new Election(store, new DefaultModelStore()));

    /** @param providers asked late, because provider configs are made with their dependents */
    public ModelsOfProvider(Supplier<ProviderConfigs> providers) {
        this.providers = providers;
    }

    @Override
    public Consequences removed(TenantTx tx, TenantCaller caller, RemovedProvider provider) {
        List<ModelConfig> models = store.listServedBy(tx, provider.id(), provider.family(), provider.lastOfFamily());
        ProvidersView left = new ProvidersView(providers.get().load(tx).byPrecedence().stream()
                .filter(view -> view.id().filter(provider.id()::equals).isEmpty())
                .toList());
        return burial.bury(tx, caller, models, left);
    }
}
