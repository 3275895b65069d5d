package io.quartermaster.provider;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;

/** The HTTP of grants of shared providers. */
public final class SharedGrantResource {

    private final SharedGrants grants;
    private final TenantCallers callers;

    public SharedGrantResource(SharedGrants grants, TenantCallers callers) {
        this.grants = grants;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listGrants", this::list)
                .on("readGrant", this::read)
                .on("grantSharedProvider", this::grant)
                .on("revokeSharedProvider", this::revoke);
    }

    private Reply list(Call call) {
        return Reply.page(
                grants.list(call.principal(Caller.class), SharedProviderResource.id(call), call.page()),
                grant -> grant);
    }

    private Reply read(Call call) {
        TenantId tenant = callers.of(call).tenant();
        return Reply.ok(grants.read(call.principal(Caller.class), SharedProviderResource.id(call), tenant));
    }

    private Reply grant(Call call) {
        TenantId tenant = callers.of(call).tenant();
        return Reply.ok(grants.grant(SharedProviderResource.caller(call), SharedProviderResource.id(call), tenant));
    }

    private Reply revoke(Call call) {
        TenantId tenant = callers.of(call).tenant();
        boolean dryRun = call.flag("dry_run");
        Consequences consequences =
                grants.revoke(SharedProviderResource.caller(call), SharedProviderResource.id(call), tenant, dryRun);
        return Reply.ok(new ProviderConfigResource.Deletion(!dryRun, consequences));
    }
}
