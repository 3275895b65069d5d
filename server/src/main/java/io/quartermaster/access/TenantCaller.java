package io.quartermaster.access;

import io.quartermaster.platform.TenantId;

/**
 * A caller acting in one tenant, which it may name.
 *
 * @param suspended whether the tenant only allows reads
 * @param requestId of the request, for the audit trail
 */
public record TenantCaller(Caller caller, TenantId tenant, boolean suspended, String requestId) {

    public TenantCaller {
        if (!caller.mayName(tenant)) {
            throw new IllegalArgumentException("The caller may not name this tenant");
        }
    }

    public Role role() {
        return caller.role();
    }

    public String label() {
        return caller.label();
    }
}
