package io.quartermaster.platform.db;

import org.jooq.DSLContext;

/** A transaction over the deployment's own tables; row level security hides every tenant's. */
public record DeploymentTx(DSLContext sql) implements DeploymentScope {}
