package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import org.jooq.DSLContext;

/** A transaction that sees one tenant's rows, and by row level security no other's. */
public sealed interface TenantScope permits TenantTx, TenantReadTx, TenantAppendTx {

    TenantId tenant();

    /** For stores only. */
    DSLContext sql();
}
