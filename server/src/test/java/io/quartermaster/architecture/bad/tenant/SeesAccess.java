package io.quartermaster.architecture.bad.tenant;

import io.quartermaster.architecture.bad.access.SeesTenant;

/** The other half of a cycle. */
public final class SeesAccess {
    public int look(SeesTenant access) {
        return access.hashCode();
    }
}
