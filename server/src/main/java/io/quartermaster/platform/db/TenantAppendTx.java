package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import org.jooq.DSLContext;

/** A transaction of one tenant that only appends; see {@link Database#append}. */
public record TenantAppendTx(TenantId tenant, DSLContext sql) implements TenantScope {}
