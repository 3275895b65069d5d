package io.quartermaster.platform.db;

import io.quartermaster.platform.UserId;
import org.jooq.DSLContext;

/** A transaction that sees, beside the deployment's own tables, which tenants one person belongs to, and no tenant's rows. */
public record UserTx(UserId user, DSLContext sql) {}
