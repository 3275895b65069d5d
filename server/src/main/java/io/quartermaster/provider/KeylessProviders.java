package io.quartermaster.provider;

import io.quartermaster.access.Caller;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.access.TenantCaller.TenantState;
import io.quartermaster.tenant.Tenants;
import java.net.URI;
import java.util.Optional;

/** Makes provider configs whose key is known elsewhere only: for imports, which no route offers. */
public final class KeylessProviders {

    private final ProviderConfigs configs;
    private final Tenants tenants;

    KeylessProviders(ProviderConfigs configs, Tenants tenants) {
        this.configs = configs;
        this.tenants = tenants;
    }

    /**
     * Makes one as the operator and answers its id. Without its key or, in some families, its address, it is unusable, and says
     * why, until somebody gives them.
     *
     * @throws io.quartermaster.platform.http.Problem 409 when the name is taken
     */
    public ProviderConfigId create(
            String tenantSlug, ProviderFamily family, String name, Optional<URI> baseUrl, String requestId) {
        TenantCaller caller = new TenantCaller(
                Caller.operatorKey(), tenants.require(tenantSlug).id(), Role.OPERATOR, TenantState.ACTIVE, requestId);
        return configs.createWithoutKey(
                        caller,
                        new ProviderDraft(
                                family,
                                ProviderInput.name(name),
                                baseUrl,
                                ProviderInput.NO_SETTINGS,
                                Optional.empty(),
                                CredentialPolicy.CENTRAL_ONLY,
                                true,
                                ProviderDraft.DEFAULT_PRIORITY))
                .id();
    }
}
