package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;

/** Hears of a committed change, after the commit; must not block. */
public interface VersionListener {
    void changed(TenantId tenant, long version);

    /** The deployment's own settings changed, which concerns every tenant. */
    void deploymentChanged(long version);
}
