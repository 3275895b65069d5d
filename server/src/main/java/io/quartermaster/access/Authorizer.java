package io.quartermaster.access;

import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;

/** The gate of every operation: asked before anything is read or changed. */
public final class Authorizer {

    /** A suspended tenant can be read, not changed. */
    public static final ProblemType TENANT_SUSPENDED =
            new ProblemType("tenant_suspended", 403, "The tenant is suspended");

    /**
     * Lets the call go on, or ends it.
     *
     * @throws Problem 403, naming the permission and the role that lacks it, or that the tenant is suspended
     */
    public void require(TenantCaller caller, Permission permission) {
        require(caller.caller(), permission);
        if (caller.suspended()
                && permission.changes()
                && permission != Permission.CHANGE_TENANTS
                && permission != Permission.ARCHIVE_TENANT) {
            throw new Problem(
                    TENANT_SUSPENDED, "This tenant is suspended: it can be read, not changed. Ask the operator.");
        }
    }

    /** As above, for what belongs to the deployment and not to a tenant. */
    public void require(Caller caller, Permission permission) {
        if (!RoleTable.allows(caller.role(), permission)) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "This needs the permission " + permission.word() + ", which the role "
                            + caller.role().word() + " does not have.");
        }
    }

    /** Whether {@link #require} would let the call go on; for showing more or less of a list. */
    public boolean allows(TenantCaller caller, Permission permission) {
        return RoleTable.allows(caller.role(), permission) && !(caller.suspended() && permission.changes());
    }
}
