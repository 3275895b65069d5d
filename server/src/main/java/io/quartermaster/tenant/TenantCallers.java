package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.http.Call;

/** Finds the tenant that a path names, for a caller who may name it. */
public final class TenantCallers {

    private final Tenants tenants;

    public TenantCallers(Tenants tenants) {
        this.tenants = tenants;
    }

    /**
     * The caller of a {@code /tenants/{tenant}/…} route in that tenant.
     *
     * @throws io.quartermaster.platform.http.Problem 404, the same for a tenant that is missing, foreign, or archived and
     *     not the operator's to see
     */
    public TenantCaller of(Call call) {
        Caller caller = call.principal(Caller.class);
        return tenants.find(call.path("tenant"))
                .filter(tenant -> caller.mayName(tenant.id()))
                .filter(tenant -> tenant.status() != TenantStatus.ARCHIVED || caller.kind() == Caller.Kind.OPERATOR)
                .map(tenant ->
                        new TenantCaller(caller, tenant.id(), tenant.status() != TenantStatus.ACTIVE, call.requestId()))
                .orElseThrow(Tenants::missing);
    }
}
