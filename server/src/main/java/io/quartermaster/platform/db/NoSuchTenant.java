package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;

/** A write for a tenant that does not exist. */
public final class NoSuchTenant extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchTenant(TenantId tenant) {
        super("There is no tenant " + tenant + ".");
    }
}
