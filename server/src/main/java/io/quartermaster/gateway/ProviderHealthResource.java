package io.quartermaster.gateway;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderDeadlines;
import io.quartermaster.tenant.TenantCallers;

/** The HTTP of how providers fare. */
public final class ProviderHealthResource {

    private final ProviderConfigs providers;
    private final Circuits circuits;
    private final Deadlines deadlines;
    private final TenantCallers callers;

    public ProviderHealthResource(
            ProviderConfigs providers, Circuits circuits, Deadlines deadlines, TenantCallers callers) {
        this.providers = providers;
        this.circuits = circuits;
        this.deadlines = deadlines;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("readProviderHealth", this::read);
    }

    private Reply read(Call call) {
        TenantCaller caller = callers.of(call);
        ProviderConfigId id = ProviderConfigId.parse(call.path("provider")).orElseThrow();
        ProviderDeadlines provider = providers.requireDeadlines(caller, id);
        return Reply.ok(ShownProviderHealth.of(circuits.health(caller.tenant(), id), provider, deadlines));
    }
}
