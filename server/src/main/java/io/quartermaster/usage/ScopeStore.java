package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.MEMBERS;
import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;

import io.quartermaster.platform.db.TenantScope;
import java.util.UUID;

/** SQL of what budgets and limits can be for. */
public final class ScopeStore {

    /** Whether the tenant has it; a model's tombstone is none. */
    public boolean exists(TenantScope tx, UsageScope scope, UUID id) {
        UUID tenant = tx.tenant().value();
        return switch (scope) {
            case TENANT -> id.equals(tenant);
            case KEY ->
                tx.sql().fetchExists(API_KEYS, API_KEYS.TENANT_ID.eq(tenant).and(API_KEYS.ID.eq(id)));
            case MEMBER ->
                tx.sql().fetchExists(MEMBERS, MEMBERS.TENANT_ID.eq(tenant).and(MEMBERS.USER_ID.eq(id)));
            case MODEL ->
                tx.sql()
                        .fetchExists(
                                MODEL_CONFIGS,
                                MODEL_CONFIGS
                                        .TENANT_ID
                                        .eq(tenant)
                                        .and(MODEL_CONFIGS.ID.eq(id))
                                        .and(MODEL_CONFIGS.DELETED_AT.isNull()));
        };
    }
}
