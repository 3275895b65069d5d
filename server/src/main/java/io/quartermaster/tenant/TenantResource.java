package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP of tenants. */
public final class TenantResource {

    private final Tenants tenants;
    private final TenantCallers callers;

    public TenantResource(Tenants tenants, TenantCallers callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listTenants", this::list)
                .on("createTenant", this::create)
                .on("readTenant", this::read)
                .on("changeTenant", this::change)
                .on("archiveTenant", this::archive);
    }

    record NewTenant(String slug, String name, Optional<List<String>> deploymentKeyFamilies) {}

    private Reply list(Call call) {
        return Reply.page(tenants.list(call.principal(Caller.class), call.page()), tenant -> tenant);
    }

    private Reply create(Call call) {
        NewTenant body = call.body(NewTenant.class);
        Tenant tenant = tenants.create(
                call.principal(Caller.class),
                call.requestId(),
                body.slug(),
                body.name().strip(),
                body.deploymentKeyFamilies().orElse(List.of()));
        return Reply.created(tenant)
                .withEtag(tenant.version())
                .withHeader("location", "/api/v1/tenants/" + tenant.id());
    }

    private Reply read(Call call) {
        Tenant tenant = tenants.read(callers.of(call));
        return Reply.ok(tenant).withEtag(tenant.version());
    }

    private Reply change(Call call) {
        TenantChanges changes = new TenantChanges(
                call.change("slug", JsonNode::asString),
                call.change("name", name -> name.asString().strip()),
                call.change("status", status -> TenantStatus.of(status.asString())),
                call.change(
                        "deployment_key_families",
                        families ->
                                families.valueStream().map(JsonNode::asString).toList()));
        Tenant tenant = tenants.change(callers.of(call), call.precondition(), changes);
        return Reply.ok(tenant).withEtag(tenant.version());
    }

    private Reply archive(Call call) {
        Tenant tenant = tenants.archive(callers.of(call), call.precondition());
        return Reply.ok(tenant).withEtag(tenant.version());
    }
}
