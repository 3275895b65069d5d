package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.UUID;

/** A database of the first version with a ledger of a million calls, and copies of it. */
final class LiveLedger {
    private static final String FILL = """
            insert into tenants (id, slug, name, status, deployment_key_families, version, created_at, created_by, updated_at, updated_by)
            select ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'tenant-' || n, 'Tenant', 'active', '{}', 1, now(), 'me', now(), 'me'
            from generate_series(0, 9) n;
            insert into tenant_config_versions select id, 1, created_at from tenants;
            insert into provider_configs (tenant_id, id, family, name, central_key_enabled, user_key_allowed, central_key_fallback, enabled,
                    priority, version, created_at, created_by, updated_at, updated_by)
            select id, id, 'openai', 'OpenAI', true, false, false, true, 0, 1, now(), 'me', now(), 'me' from tenants;
            insert into model_configs (tenant_id, id, model_type, family, model, provider_id, compression_threshold, enabled, version,
                    created_at, created_by, updated_at, updated_by)
            select id, id, 'llm', 'openai', 'gpt-4o', id, 70, true, 1, now(), 'me', now(), 'me' from tenants;
            insert into default_models (tenant_id, model_type, model_config_id, source, version, created_at, created_by, updated_at, updated_by)
            select id, 'llm', id, 'pinned', 1, now(), 'me', now(), 'me' from tenants;
            insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route, model_type, model_config_id, family, model,
                    credential_source, streamed, outcome, status, input_tokens, output_tokens, duration_micros, overhead_micros)
            select t.id, '2026-03-01T00:00:00Z'::timestamptz + n * interval '20 s', gen_random_uuid(), 'r', t.id, 'chat', 'llm', t.id, 'openai',
                'gpt-4o', 'central', false, 'completed', 200, 100, 10, 1000, 100
            from tenants t, generate_series(0, 99999) n;
            """;

    private LiveLedger() {}

    static UUID tenant(int number) {
        return UUID.fromString("00000000-0000-7000-8000-00000000000" + number);
    }

    static ScratchDatabase fill() throws SQLException {
        ScratchDatabase database = ScratchDatabase.empty();
        migrate(database, Release.current().upTo(new SchemaVersion("0001")));
        try (Connection owner = database.asOwner()) {
            Partitions.create(owner, YearMonth.of(2026, 3), YearMonth.of(2026, 3));
        }
        database.runAsOwner(FILL);
        database.runAsSuperuser("vacuum analyze");
        return database;
    }

    static void migrate(ScratchDatabase database, Release release) {
        new Migrator(database.owner(), ScratchDatabase.SERVER.name(), Clock.systemUTC(), release).migrate();
    }
}
