package io.quartermaster.provider;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.ProviderDependents.RemovedProvider;

/** Takes a provider config away with all that depends on it, whoever wants it gone. */
final class ProviderRemoval {

    private final ProviderViews views;
    private final ProviderDependents dependents;
    private final ProviderConfigStore store = new ProviderConfigStore();
    private final UserKeyStore userKeys = new UserKeyStore();

    ProviderRemoval(ProviderViews views, ProviderDependents dependents) {
        this.views = views;
        this.dependents = dependents;
    }

    /** Removes it and says what went along; a dry run does not commit the transaction. */
    Consequences remove(TenantTx tx, TenantCaller caller, ProviderRow row) {
        ProviderConfig config = row.config();
        ProvidersView left = new ProvidersView(views.load(tx).byPrecedence().stream()
                .filter(view -> view.id().filter(config.id()::equals).isEmpty())
                .toList());
        boolean last = row.enabled() && left.siblings(config.family()).isEmpty();
        Consequences consequences =
                dependents.removed(tx, caller, new RemovedProvider(config.id(), config.family(), last, left));
        int keys = userKeys.deleteAll(tx, config.id());
        store.delete(tx, config.id());
        return consequences.withUserKeys(keys);
    }
}
