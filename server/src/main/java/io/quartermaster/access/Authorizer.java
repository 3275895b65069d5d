package io.quartermaster.access;

import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;

/** The gate of every operation: asked before anything is read or changed. */
public final class Authorizer {

    /** A suspended tenant can be read, not changed. */
    public static final ProblemType TENANT_SUSPENDED =
            new ProblemType("tenant_suspended", 403, "The tenant is suspended");

    /** An archived tenant is there for operators alone, and to be read. */
    public static final ProblemType TENANT_ARCHIVED = new ProblemType("tenant_archived", 403, "The tenant is archived");

    /**
     * Lets the call go on, or ends it.
     *
     * @throws Problem 403, naming the permission and the role that lacks it, or that the tenant is suspended or archived
     */
    public void require(TenantCaller caller, Permission permission) {
        requireRole(caller.role(), permission);
        if (permission.changes()
                && permission != Permission.CHANGE_TENANTS
                && permission != Permission.ARCHIVE_TENANT) {
            switch (caller.state()) {
                case ACTIVE -> {}
                case SUSPENDED ->
                    throw new Problem(
                            TENANT_SUSPENDED,
                            "This tenant is suspended: it can be read, not changed. Ask the operator.");
                case ARCHIVED ->
                    throw new Problem(
                            TENANT_ARCHIVED,
                            "This tenant is archived: it can be read, not changed. Set its status to active first.");
            }
        }
    }

    /** As above, for what belongs to the deployment and not to a tenant. */
    public void require(Caller caller, Permission permission) {
        requireRole(caller.roleInDeployment(), permission);
    }

    /** Whether {@link #require} would let the call go on; for showing more or less of a list. */
    public boolean allows(TenantCaller caller, Permission permission) {
        return RoleTable.allows(caller.role(), permission) && !(caller.readOnly() && permission.changes());
    }

    /** As above, outside of tenants. */
    public boolean allows(Caller caller, Permission permission) {
        return RoleTable.allows(caller.roleInDeployment(), permission);
    }

    private static void requireRole(Role role, Permission permission) {
        if (!RoleTable.allows(role, permission)) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "This needs the permission " + permission.word() + ", which the role " + role.word()
                            + " does not have.");
        }
    }
}
