package io.quartermaster.platform.db;

/** A writing transaction that commits only if something says that it changed something. */
sealed interface ChangeScope permits TenantTx, DeploymentChangeTx {

    long version();

    boolean hasChanged();
}
