package io.quartermaster.gateway.snapshot;

/** A snapshot with the index that calls use; immutable, shared by all event loops. */
public record WarmTenant(TenantSnapshot snapshot, RoutingTable routes) {

    static WarmTenant of(TenantSnapshot snapshot) {
        return new WarmTenant(snapshot, RoutingTable.of(snapshot.providers(), snapshot.models()));
    }
}
