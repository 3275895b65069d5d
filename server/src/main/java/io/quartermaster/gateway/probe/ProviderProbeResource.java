package io.quartermaster.gateway.probe;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.tenant.TenantCallers;

/** The HTTP of trying out providers. */
public final class ProviderProbeResource {

    private final ProviderProbes probes;
    private final TenantCallers callers;

    public ProviderProbeResource(ProviderProbes probes, TenantCallers callers) {
        this.probes = probes;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("testProvider", this::test).on("listUpstreamModels", this::upstreamModels);
    }

    private Reply test(Call call) {
        return Reply.ok(probes.test(callers.of(call), id(call)));
    }

    private Reply upstreamModels(Call call) {
        return Reply.ok(probes.upstreamModels(callers.of(call), id(call)));
    }

    private static ProviderConfigId id(Call call) {
        return ProviderConfigId.parse(call.path("provider")).orElseThrow();
    }
}
