package io.quartermaster.access;

import io.quartermaster.platform.TenantId;

/**
 * A caller acting in one tenant, which it may name.
 *
 * @param role of the caller in this tenant
 * @param state what the tenant allows now
 * @param requestId of the request, for the audit trail
 */
public record TenantCaller(Caller caller, TenantId tenant, Role role, TenantState state, String requestId) {

    /** What a tenant allows: everything, or only reads because it is suspended or archived. */
    public enum TenantState {
        ACTIVE,
        SUSPENDED,
        ARCHIVED
    }

    public TenantCaller {
        boolean fits = switch (caller.standing()) {
            case Standing.Operator _ -> role == Role.OPERATOR;
            case Standing.InTenant(TenantId home, Role own) -> home.equals(tenant) && own == role;
            case Standing.Memberships _ -> role != Role.OPERATOR;
        };
        if (!fits) {
            throw new IllegalArgumentException("The caller may not name this tenant, or not in this role");
        }
    }

    public boolean readOnly() {
        return state != TenantState.ACTIVE;
    }

    public String label() {
        return caller.label();
    }
}
