package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A tenant with a row in each of its tables. A new table needs its row here, or the isolation test misses it. */
record TenantRows(UUID tenant, String slug) {

    void insert(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(SQL.replace("$tenant", "'" + tenant + "'::uuid").replace("$slug", "'" + slug + "'"));
        }
    }

    /** How many rows each tenant has in a table: one, but a fallback takes two models. */
    static int rowsIn(String table) {
        return table.equals("model_configs") ? 2 : 1;
    }

    private static final String ID = "'019a0000-0000-7000-8000-000000000001'::uuid";
    private static final String OTHER = "'019a0000-0000-7000-8000-000000000002'::uuid";
    private static final String NOW = "'2026-11-22T00:00:00Z'::timestamptz";
    private static final String BY = "1, $now, 'me', $now, 'me'";

    private static final String SQL =
            """
            insert into tenants (id, slug, name, status, deployment_key_families, version, created_at, created_by, updated_at, updated_by)
                values ($tenant, $slug, 'A tenant', 'active', '{}', $by);
            insert into tenant_config_versions values ($tenant, 1, $now);
            insert into tenant_data_keys values ($tenant, $id, 'master', '\\x00', $now);
            insert into api_keys (tenant_id, id, name, role, allowed_models, last_four, key_hash, version, created_at,
                    created_by, updated_at, updated_by)
                values ($tenant, $id, 'A key', 'member', '{}', 'abcd', decode(repeat('00', 32), 'hex'), $by);
            insert into provider_configs (tenant_id, id, family, name, central_key_enabled, user_key_allowed,
                    central_key_fallback, enabled, priority, version, created_at, created_by, updated_at, updated_by)
                values ($tenant, $id, 'openai', 'OpenAI', true, false, false, true, 0, $by);
            insert into model_configs (tenant_id, id, model_type, family, model, alias, provider_id, compression_threshold,
                    enabled, version, created_at, created_by, updated_at, updated_by)
                values ($tenant, $id, 'llm', 'openai', 'gpt-4o', 'main', $id, 70, true, $by);
            insert into users (id, email, display_name, operator, disabled, version, created_at, created_by, updated_at,
                    updated_by)
                values ($id, 'a@b', 'A', false, false, $by) on conflict do nothing;
            insert into members (tenant_id, user_id, display_name, email, role, version, created_at, created_by,
                    updated_at, updated_by)
                values ($tenant, $id, 'A', 'a@b', 'owner', $by);
            insert into invitations values ($tenant, decode(repeat('00', 32), 'hex'), $id, true, $now, $now, 'me');
            insert into api_key_uses values ($tenant, $id, $now);
            insert into user_keys values ($tenant, $id, $id, '\\x00', $id, 'abcd', 'f', $by);
            insert into model_configs (tenant_id, id, model_type, family, model, compression_threshold,
                    enabled, version, created_at, created_by, updated_at, updated_by)
                values ($tenant, $other, 'llm', 'openai', 'gpt-4o', 70, true, $by);
            insert into model_fallbacks values ($tenant, $id, 0, 'llm', $other);
            insert into audit_heads values ($tenant, 1, '\\x00');
            insert into tenant_settings values ($tenant, 'a', '1', $by);
            insert into default_models (tenant_id, model_type, model_config_id, source, version, created_at, created_by,
                    updated_at, updated_by)
                values ($tenant, 'llm', $id, 'pinned', $by);
            insert into audit_events values ($tenant, $id, 1, $now, 'operator', 'me', 'tenant.created', 'tenant', 'x',
                null, null, null, 'r');
            insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route, model_type, model_config_id,
                    family, model, credential_source, streamed, outcome, status, duration_micros, overhead_micros)
                values ($tenant, $now, $id, 'r', $id, 'chat', 'llm', $id, 'openai', 'gpt-4o', 'none', false, 'completed',
                    200, 1, 1);
            insert into usage_days values ($tenant, 'tenant', $tenant, $now, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0);
            insert into budgets values ($tenant, $id, 'tenant', $tenant, 'day', 1, 'strict', $by);
            insert into budget_leases values ($tenant, $id, $now, $id, $id, 1, $now);
            insert into rate_limits values ($tenant, 'tenant', $tenant, 1, 1, $by);
            """.replace("$by", BY).replace("$id", ID).replace("$other", OTHER).replace("$now", NOW);
}
