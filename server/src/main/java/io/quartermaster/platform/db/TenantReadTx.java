package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import org.jooq.DSLContext;

/** A read-only transaction of one tenant; several statements see one snapshot. */
public record TenantReadTx(TenantId tenant, DSLContext sql) implements TenantScope {}
