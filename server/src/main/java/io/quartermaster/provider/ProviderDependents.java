package io.quartermaster.provider;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;

/**
 * What rooms to the right do when a provider config goes away; {@code Wiring} hands it over.
 */
public interface ProviderDependents {

    /** Brings the consequences about, before the config's row goes; in a dry run the transaction is not committed. */
    Consequences removed(TenantTx tx, TenantCaller caller, RemovedProvider provider);

    /**
     * A provider config on its way out.
     *
     * @param lastOfFamily whether it was enabled and nothing else can serve the family's unbound models
     * @param left the providers that stay
     */
    record RemovedProvider(ProviderConfigId id, ProviderFamily family, boolean lastOfFamily, ProvidersView left) {}
}
