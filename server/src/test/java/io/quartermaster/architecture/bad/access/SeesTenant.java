package io.quartermaster.architecture.bad.access;

import io.quartermaster.architecture.bad.tenant.SeesAccess;

/** A room that sees one to its left. */
public final class SeesTenant {
    public int look(SeesAccess tenant) {
        return tenant.hashCode();
    }
}
