package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.MEMBERS;
import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.TENANTS;

import io.quartermaster.platform.db.Search;
import io.quartermaster.platform.db.TenantScope;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

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

    /**
     * Holds for rows that are for something with the text in its names.
     *
     * @param tenant the row's column of that
     * @param scope the row's column of what kind of thing it is for
     * @param scopeId the row's column of which one it is for
     */
    public Condition named(Search search, Field<UUID> tenant, Field<String> scope, Field<UUID> scopeId) {
        return DSL.or(
                of(UsageScope.TENANT, scope)
                        .and(DSL.exists(DSL.selectOne()
                                .from(TENANTS)
                                .where(TENANTS.ID.eq(tenant))
                                .and(search.in(TENANTS.NAME, TENANTS.SLUG)))),
                of(UsageScope.KEY, scope)
                        .and(DSL.exists(DSL.selectOne()
                                .from(API_KEYS)
                                .where(API_KEYS.TENANT_ID.eq(tenant))
                                .and(API_KEYS.ID.eq(scopeId))
                                .and(search.in(API_KEYS.NAME, API_KEYS.LAST_FOUR)))),
                of(UsageScope.MEMBER, scope)
                        .and(DSL.exists(DSL.selectOne()
                                .from(MEMBERS)
                                .where(MEMBERS.TENANT_ID.eq(tenant))
                                .and(MEMBERS.USER_ID.eq(scopeId))
                                .and(search.in(MEMBERS.DISPLAY_NAME, MEMBERS.EMAIL)))),
                of(UsageScope.MODEL, scope)
                        .and(DSL.exists(DSL.selectOne()
                                .from(MODEL_CONFIGS)
                                .where(MODEL_CONFIGS.TENANT_ID.eq(tenant))
                                .and(MODEL_CONFIGS.ID.eq(scopeId))
                                .and(search.in(
                                        MODEL_CONFIGS.ALIAS,
                                        MODEL_CONFIGS.DISPLAY_NAME,
                                        DSL.concat(MODEL_CONFIGS.FAMILY, DSL.inline("/"), MODEL_CONFIGS.MODEL))))));
    }

    private static Condition of(UsageScope scope, Field<String> column) {
        return column.eq(DSL.inline(scope.word()));
    }
}
