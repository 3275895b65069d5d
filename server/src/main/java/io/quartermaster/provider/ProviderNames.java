package io.quartermaster.provider;

import io.quartermaster.platform.db.TenantScope;
import java.util.Collection;
import java.util.Map;

/** What provider configs are called, for whoever tells of them. */
public final class ProviderNames {

    private final ProviderConfigStore store = new ProviderConfigStore();

    /** By id; without those that there are no more. */
    public Map<ProviderConfigId, String> of(TenantScope tx, Collection<ProviderConfigId> ids) {
        return store.names(tx, ids);
    }
}
