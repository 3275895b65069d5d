package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.access.Role;
import io.quartermaster.access.Standing;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Call;
import java.util.Optional;

/** Finds the tenant that a path names, for a caller who may name it, and the caller's role there. */
public final class TenantCallers {

    private final Tenants tenants;
    private final Members members;

    public TenantCallers(Tenants tenants, Members members) {
        this.tenants = tenants;
        this.members = members;
    }

    /**
     * The caller of a {@code /tenants/{tenant}/…} route in that tenant. A person's role is read at each request, so that who
     * is removed is out at once.
     *
     * @throws io.quartermaster.platform.http.Problem 404, the same for a tenant that is missing, foreign, or archived and
     *     not the operator's to see
     */
    public TenantCaller of(Call call) {
        Caller caller = call.principal(Caller.class);
        return tenants.find(call.path("tenant"))
                .filter(tenant -> tenant.status() != TenantStatus.ARCHIVED || caller.isOperator())
                .flatMap(tenant -> role(caller, tenant.id())
                        .map(role -> new TenantCaller(
                                caller, tenant.id(), role, tenant.status().state(), call.requestId())))
                .orElseThrow(Tenants::missing);
    }

    private Optional<Role> role(Caller caller, TenantId tenant) {
        return switch (caller.standing()) {
            case Standing.Operator _ -> Optional.of(Role.OPERATOR);
            case Standing.InTenant(TenantId home, Role role) ->
                Optional.of(role).filter(_ -> home.equals(tenant));
            case Standing.Memberships _ -> caller.user().flatMap(user -> members.findRole(tenant, user));
        };
    }
}
