package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.util.function.ObjLongConsumer;

/** Listens for changes of tenants and not of the deployment. */
record TenantsHeard(ObjLongConsumer<TenantId> listener) implements VersionListener {

    @Override
    public void changed(TenantId tenant, long version) {
        listener.accept(tenant, version);
    }

    @Override
    public void deploymentChanged(long version) {}
}
