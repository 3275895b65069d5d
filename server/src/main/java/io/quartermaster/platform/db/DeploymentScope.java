package io.quartermaster.platform.db;

import org.jooq.DSLContext;

/** A transaction that sees the deployment's own tables, be it for reading or for writing. */
public sealed interface DeploymentScope permits DeploymentTx, DeploymentChangeTx {

    /** For stores only. */
    DSLContext sql();
}
