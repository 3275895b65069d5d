package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;

/** Hears of a committed change on this node, after the commit; must not block. */
@FunctionalInterface
public interface VersionListener {
    void changed(TenantId tenant, long version);
}
