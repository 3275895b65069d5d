package io.quartermaster.access;

import io.quartermaster.platform.TenantId;

/** Where a caller has a say, and what kind of it. */
public sealed interface Standing {

    /** In every tenant, and in the deployment itself. */
    record Operator() implements Standing {}

    /** In one tenant only. */
    record InTenant(TenantId tenant, Role role) implements Standing {
        public InTenant {
            if (role == Role.OPERATOR) {
                throw new IllegalArgumentException("No tenant makes operators");
            }
        }
    }

    /** In the tenants that the person is a member of, in each with the role that it gave. */
    record Memberships() implements Standing {}
}
