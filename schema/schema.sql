-- The whole schema, written by bin/generate-schema from a migrated database. Change it by a migration.
-- ${server_role} stands for the role the server runs as.

create table api_key_lookup (
    key_hash bytea not null,
    tenant_id uuid not null,
    api_key_id uuid not null,
    constraint api_key_lookup_pkey PRIMARY KEY (key_hash),
    constraint api_key_lookup_key_hash_is_sha256 CHECK ((octet_length(key_hash) = 32))
);
CREATE INDEX api_key_lookup_by_key ON api_key_lookup USING btree (tenant_id, api_key_id);

create table api_key_uses (
    tenant_id uuid not null,
    api_key_id uuid not null,
    last_used_at timestamp with time zone not null,
    constraint api_key_uses_pkey PRIMARY KEY (tenant_id, api_key_id)
);

create table api_keys (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    role text not null,
    allowed_models text[] not null,
    expires_at timestamp with time zone,
    last_four text not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    key_hash bytea not null,
    previous_key_hash bytea,
    previous_expires_at timestamp with time zone,
    user_id uuid,
    playground boolean default false not null,
    constraint api_keys_pkey PRIMARY KEY (tenant_id, id),
    constraint api_keys_key_hash_is_sha256 CHECK (((octet_length(key_hash) = 32) AND (octet_length(previous_key_hash) = 32))),
    constraint api_keys_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint api_keys_role CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'editor'::text, 'admin'::text, 'owner'::text]))),
    constraint api_keys_rotation_is_whole CHECK (((previous_key_hash IS NULL) = (previous_expires_at IS NULL)))
);
CREATE INDEX api_keys_by_member ON api_keys USING btree (tenant_id, user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX api_keys_one_playground_key ON api_keys USING btree (tenant_id, user_id) WHERE playground;

create table audit_events (
    tenant_id uuid not null,
    id uuid not null,
    config_version bigint not null,
    occurred_at timestamp with time zone not null,
    actor_kind text not null,
    actor text not null,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    before jsonb,
    after jsonb,
    consequences jsonb,
    request_id text not null,
    seq bigint,
    mac bytea,
    idempotency_key text,
    request_hash bytea,
    constraint audit_events_pkey PRIMARY KEY (tenant_id, id),
    constraint audit_events_one_per_change UNIQUE (tenant_id, config_version),
    constraint audit_events_seq UNIQUE (tenant_id, seq),
    constraint audit_events_actor_kind CHECK ((actor_kind = ANY (ARRAY['operator'::text, 'api_key'::text, 'user'::text]))),
    constraint audit_events_chained CHECK (((seq IS NULL) = (mac IS NULL))),
    constraint audit_events_idempotency_is_whole CHECK (((idempotency_key IS NULL) = (request_hash IS NULL)))
);
CREATE INDEX audit_events_by_action ON audit_events USING btree (tenant_id, action, config_version);
CREATE INDEX audit_events_by_actor ON audit_events USING btree (tenant_id, actor, config_version);
CREATE INDEX audit_events_by_subject ON audit_events USING btree (tenant_id, subject_kind, subject_id, config_version);
CREATE UNIQUE INDEX audit_events_idempotency ON audit_events USING btree (tenant_id, actor, idempotency_key) WHERE idempotency_key IS NOT NULL;

create table audit_heads (
    tenant_id uuid not null,
    seq bigint not null,
    mac bytea not null,
    constraint audit_heads_pkey PRIMARY KEY (tenant_id)
);

create table budget_leases (
    tenant_id uuid not null,
    budget_id uuid not null,
    period timestamp with time zone not null,
    life_id uuid not null,
    node_id uuid not null,
    remaining_micros bigint not null,
    expires_at timestamp with time zone not null,
    constraint budget_leases_pkey PRIMARY KEY (tenant_id, budget_id, period, life_id),
    constraint budget_leases_remaining_micros CHECK ((remaining_micros >= 0))
);

create table budgets (
    tenant_id uuid not null,
    id uuid not null,
    scope text not null,
    scope_id uuid not null,
    time_window text not null,
    limit_micros bigint not null,
    mode text not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint budgets_pkey PRIMARY KEY (tenant_id, id),
    constraint budgets_once UNIQUE (tenant_id, scope, scope_id, time_window, mode),
    constraint budgets_limit_micros CHECK ((limit_micros >= 0)),
    constraint budgets_mode CHECK ((mode = ANY (ARRAY['strict'::text, 'soft'::text]))),
    constraint budgets_scope CHECK ((scope = ANY (ARRAY['tenant'::text, 'key'::text, 'member'::text, 'model'::text]))),
    constraint budgets_time_window CHECK ((time_window = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'total'::text])))
);

create table catalogue_models (
    family text not null,
    name text not null,
    model_type text not null,
    display_name text,
    context_window integer,
    max_output integer,
    capabilities text[] not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint catalogue_models_pkey PRIMARY KEY (family, name),
    constraint catalogue_models_context_window CHECK ((context_window > 0)),
    constraint catalogue_models_max_output CHECK ((max_output > 0)),
    constraint catalogue_models_model_type CHECK ((model_type = ANY (ARRAY['llm'::text, 'text-embedding'::text, 'rerank'::text, 'speech2text'::text, 'tts'::text, 'moderation'::text, 'image'::text]))),
    constraint catalogue_models_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 256)))
);

create table console_sessions (
    token_hash bytea not null,
    user_id uuid not null,
    csrf_hash bytea not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    last_used_at timestamp with time zone not null,
    constraint console_sessions_pkey PRIMARY KEY (token_hash),
    constraint console_sessions_csrf_hash_is_sha256 CHECK ((octet_length(csrf_hash) = 32)),
    constraint console_sessions_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX console_sessions_by_user ON console_sessions USING btree (user_id);

create table default_models (
    tenant_id uuid not null,
    model_type text not null,
    model_config_id uuid,
    source text not null,
    must_be_live boolean generated always as (true) stored not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint default_models_pkey PRIMARY KEY (tenant_id, model_type),
    constraint default_models_only_a_pin_is_empty CHECK (((model_config_id IS NOT NULL) OR (source = 'pinned'::text))),
    constraint default_models_source CHECK ((source = ANY (ARRAY['pinned'::text, 'elected'::text])))
);
CREATE INDEX default_models_by_model ON default_models USING btree (tenant_id, model_config_id, model_type, must_be_live) WHERE model_config_id IS NOT NULL;

create table deployment_audit_events (
    id uuid not null,
    config_version bigint not null,
    seq bigint not null,
    occurred_at timestamp with time zone not null,
    actor_kind text not null,
    actor text not null,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    before jsonb,
    after jsonb,
    consequences jsonb,
    request_id text not null,
    idempotency_key text,
    request_hash bytea,
    mac bytea not null,
    constraint deployment_audit_events_pkey PRIMARY KEY (id),
    constraint deployment_audit_events_one_per_change UNIQUE (config_version),
    constraint deployment_audit_events_seq UNIQUE (seq),
    constraint deployment_audit_events_actor_kind CHECK ((actor_kind = ANY (ARRAY['operator'::text, 'user'::text]))),
    constraint deployment_audit_events_idempotency_is_whole CHECK (((idempotency_key IS NULL) = (request_hash IS NULL)))
);
CREATE UNIQUE INDEX deployment_audit_events_idempotency ON deployment_audit_events USING btree (actor, idempotency_key) WHERE idempotency_key IS NOT NULL;

create table deployment_audit_heads (
    name text not null,
    seq bigint not null,
    mac bytea not null,
    constraint deployment_audit_heads_pkey PRIMARY KEY (name),
    constraint deployment_audit_heads_name CHECK ((name = ANY (ARRAY['deployment'::text, 'chains'::text])))
);

create table deployment_data_keys (
    id uuid not null,
    purpose text not null,
    master_key_id text not null,
    wrapped_key bytea not null,
    created_at timestamp with time zone not null,
    constraint deployment_data_keys_pkey PRIMARY KEY (id),
    constraint deployment_data_keys_purpose CHECK ((purpose = ANY (ARRAY['seal'::text, 'audit'::text])))
);

create table deployment_settings (
    name text not null,
    value jsonb not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint deployment_settings_pkey PRIMARY KEY (name)
);

create table deployment_versions (
    name text not null,
    version bigint not null,
    changed_at timestamp with time zone not null,
    constraint deployment_versions_pkey PRIMARY KEY (name),
    constraint deployment_versions_one_row CHECK ((name = 'deployment'::text))
);

create table identities (
    issuer text not null,
    subject text not null,
    user_id uuid not null,
    created_at timestamp with time zone not null,
    constraint identities_pkey PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_user ON identities USING btree (user_id);

create table invitations (
    tenant_id uuid not null,
    token_hash bytea not null,
    user_id uuid not null,
    made_the_user boolean not null,
    expires_at timestamp with time zone not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    constraint invitations_pkey PRIMARY KEY (tenant_id, token_hash),
    constraint invitations_token_hash_is_sha256 CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX invitations_by_member ON invitations USING btree (tenant_id, user_id);

create table key_rotations (
    id uuid not null,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    constraint key_rotations_pkey PRIMARY KEY (id)
);

create table members (
    tenant_id uuid not null,
    user_id uuid not null,
    display_name text not null,
    email text not null,
    role text not null,
    accepted_at timestamp with time zone,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint members_pkey PRIMARY KEY (tenant_id, user_id),
    constraint members_email UNIQUE (tenant_id, email),
    constraint members_display_name_length CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 200))),
    constraint members_email_has_one_spelling CHECK ((email = lower(email))),
    constraint members_role CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'editor'::text, 'admin'::text, 'owner'::text])))
);
CREATE INDEX members_by_user ON members USING btree (user_id);

create table model_configs (
    tenant_id uuid not null,
    id uuid not null,
    model_type text not null,
    family text not null,
    model text not null,
    alias text,
    display_name text,
    provider_id uuid,
    context_limit integer,
    compression_threshold integer not null,
    enabled boolean not null,
    deleted_at timestamp with time zone,
    deleted_by text,
    live boolean generated always as ((enabled AND (deleted_at IS NULL))) stored not null,
    bound_provider_id uuid generated always as (
CASE
    WHEN (deleted_at IS NULL) THEN provider_id
    ELSE NULL::uuid
END) stored,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    options jsonb default '{}'::jsonb not null,
    prices jsonb,
    provider_name text,
    constraint model_configs_pkey PRIMARY KEY (tenant_id, id),
    constraint model_configs_live UNIQUE (tenant_id, model_type, id, live),
    constraint model_configs_type UNIQUE (tenant_id, model_type, id),
    constraint model_configs_alias_is_no_id CHECK ((alias !~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text)),
    constraint model_configs_alias_is_not_reserved CHECK ((alias <> 'default'::text)),
    constraint model_configs_alias_length CHECK (((char_length(alias) >= 1) AND (char_length(alias) <= 128))),
    constraint model_configs_compression_threshold CHECK (((compression_threshold >= 0) AND (compression_threshold <= 100))),
    constraint model_configs_context_limit CHECK ((context_limit > 0)),
    constraint model_configs_deletion_is_whole CHECK (((deleted_at IS NULL) = (deleted_by IS NULL))),
    constraint model_configs_model_length CHECK (((char_length(model) >= 1) AND (char_length(model) <= 256))),
    constraint model_configs_model_type CHECK ((model_type = ANY (ARRAY['llm'::text, 'text-embedding'::text, 'rerank'::text, 'speech2text'::text, 'tts'::text, 'moderation'::text, 'image'::text])))
);
CREATE UNIQUE INDEX model_configs_alias ON model_configs USING btree (tenant_id, alias) WHERE deleted_at IS NULL;
CREATE INDEX model_configs_by_provider ON model_configs USING btree (tenant_id, family, bound_provider_id) WHERE bound_provider_id IS NOT NULL;
CREATE INDEX model_configs_electable ON model_configs USING btree (tenant_id, model_type, family, model, updated_at DESC, id DESC) WHERE live;
CREATE INDEX model_configs_listed ON model_configs USING btree (tenant_id, family, model, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX model_configs_tombstones ON model_configs USING btree (tenant_id, family, model, updated_at DESC, id DESC) WHERE deleted_at IS NOT NULL;

create table model_fallbacks (
    tenant_id uuid not null,
    model_config_id uuid not null,
    "position" integer not null,
    model_type text not null,
    fallback_id uuid not null,
    constraint model_fallbacks_pkey PRIMARY KEY (tenant_id, model_config_id, "position"),
    constraint model_fallbacks_once UNIQUE (tenant_id, model_config_id, fallback_id),
    constraint model_fallbacks_not_itself CHECK ((model_config_id <> fallback_id)),
    constraint model_fallbacks_position CHECK ((("position" >= 0) AND ("position" <= 15)))
);
CREATE INDEX model_fallbacks_by_fallback_model ON model_fallbacks USING btree (tenant_id, fallback_id, model_type);
CREATE INDEX model_fallbacks_by_model ON model_fallbacks USING btree (tenant_id, model_config_id, model_type);

create table node_lives (
    id uuid not null,
    node_id uuid not null,
    started_at timestamp with time zone not null,
    seen_at timestamp with time zone not null,
    constraint node_lives_pkey PRIMARY KEY (id)
);

create table nodes (
    id uuid not null,
    life_id uuid not null,
    started_at timestamp with time zone not null,
    seen_at timestamp with time zone not null,
    report jsonb not null,
    constraint nodes_pkey PRIMARY KEY (id)
);

create table operator_keys (
    id uuid not null,
    key_hash bytea not null,
    last_four text not null,
    created_at timestamp with time zone not null,
    constraint operator_keys_pkey PRIMARY KEY (id),
    constraint operator_keys_key_hash UNIQUE (key_hash),
    constraint operator_keys_key_hash_is_sha256 CHECK ((octet_length(key_hash) = 32))
);

create table prices (
    family text not null,
    name text not null,
    version bigint not null,
    source text not null,
    prices jsonb,
    created_at timestamp with time zone not null,
    created_by text not null,
    constraint prices_pkey PRIMARY KEY (family, name, version),
    constraint prices_source CHECK ((source = ANY (ARRAY['operator'::text, 'shipped'::text])))
);

create table provider_configs (
    tenant_id uuid not null,
    id uuid not null,
    family text not null,
    name text not null,
    base_url text,
    api_key_sealed bytea,
    api_key_data_key_id uuid,
    api_key_last_four text,
    api_key_fingerprint text,
    central_key_enabled boolean not null,
    user_key_allowed boolean not null,
    central_key_fallback boolean not null,
    enabled boolean not null,
    priority integer not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    settings jsonb default '{}'::jsonb not null,
    credential_kind text,
    shared_provider_id uuid,
    constraint provider_configs_pkey PRIMARY KEY (tenant_id, id),
    constraint provider_configs_family UNIQUE (tenant_id, family, id),
    constraint provider_configs_name UNIQUE (tenant_id, name),
    constraint provider_configs_credential_is_whole CHECK (((api_key_sealed IS NULL) = (credential_kind IS NULL))),
    constraint provider_configs_credential_kind CHECK ((credential_kind = ANY (ARRAY['api_key'::text, 'aws_key_pair'::text, 'service_account'::text]))),
    constraint provider_configs_key_is_whole CHECK ((((api_key_sealed IS NULL) = (api_key_data_key_id IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_last_four IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_fingerprint IS NULL)))),
    constraint provider_configs_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint provider_configs_policy_fallback_needs_both CHECK (((NOT central_key_fallback) OR (central_key_enabled AND user_key_allowed))),
    constraint provider_configs_policy_has_a_source CHECK ((central_key_enabled OR user_key_allowed)),
    constraint provider_configs_priority CHECK (((priority >= 0) AND (priority <= 10000))),
    constraint provider_configs_shared_has_nothing_of_its_own CHECK (((shared_provider_id IS NULL) OR ((api_key_sealed IS NULL) AND (base_url IS NULL) AND (settings = '{}'::jsonb))))
);
CREATE INDEX provider_configs_by_data_key ON provider_configs USING btree (tenant_id, api_key_data_key_id) WHERE api_key_data_key_id IS NOT NULL;
CREATE INDEX provider_configs_by_shared_provider ON provider_configs USING btree (family, shared_provider_id) WHERE shared_provider_id IS NOT NULL;
CREATE UNIQUE INDEX provider_configs_granted_once ON provider_configs USING btree (tenant_id, shared_provider_id) WHERE shared_provider_id IS NOT NULL;

create table rate_limits (
    tenant_id uuid not null,
    scope text not null,
    scope_id uuid not null,
    requests_per_minute bigint,
    tokens_per_minute bigint,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint rate_limits_pkey PRIMARY KEY (tenant_id, scope, scope_id),
    constraint rate_limits_requests_per_minute CHECK ((requests_per_minute > 0)),
    constraint rate_limits_say_something CHECK (((requests_per_minute IS NOT NULL) OR (tokens_per_minute IS NOT NULL))),
    constraint rate_limits_scope CHECK ((scope = ANY (ARRAY['tenant'::text, 'key'::text, 'model'::text]))),
    constraint rate_limits_tokens_per_minute CHECK ((tokens_per_minute > 0))
);

create table schema_versions (
    version text not null,
    runs_beside text not null,
    constraint schema_versions_pkey PRIMARY KEY (version),
    constraint schema_versions_runs_beside_comes_first CHECK ((runs_beside <= version)),
    constraint schema_versions_shape CHECK (((version ~ '^[0-9]{4}$'::text) AND (runs_beside ~ '^[0-9]{4}$'::text)))
);

create table shared_provider_grants (
    shared_provider_id uuid not null,
    tenant_id uuid not null,
    applied_at timestamp with time zone,
    declined_at timestamp with time zone,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone not null,
    created_by text not null,
    constraint shared_provider_grants_pkey PRIMARY KEY (shared_provider_id, tenant_id)
);
CREATE INDEX shared_provider_grants_by_tenant ON shared_provider_grants USING btree (tenant_id);
CREATE INDEX shared_provider_grants_unfinished ON shared_provider_grants USING btree (shared_provider_id, tenant_id) WHERE applied_at IS NULL OR revoked_at IS NOT NULL;

create table shared_providers (
    id uuid not null,
    family text not null,
    name text not null,
    base_url text,
    settings jsonb not null,
    credential_kind text,
    api_key_sealed bytea,
    api_key_data_key_id uuid,
    api_key_last_four text,
    api_key_fingerprint text,
    enabled boolean not null,
    deleted_at timestamp with time zone,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint shared_providers_pkey PRIMARY KEY (id),
    constraint shared_providers_family UNIQUE (family, id),
    constraint shared_providers_name UNIQUE (name),
    constraint shared_providers_credential_kind CHECK ((credential_kind = ANY (ARRAY['api_key'::text, 'aws_key_pair'::text, 'service_account'::text]))),
    constraint shared_providers_key_is_whole CHECK ((((api_key_sealed IS NULL) = (api_key_data_key_id IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_last_four IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_fingerprint IS NULL)) AND ((api_key_sealed IS NULL) = (credential_kind IS NULL)))),
    constraint shared_providers_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);
CREATE INDEX shared_providers_by_data_key ON shared_providers USING btree (api_key_data_key_id) WHERE api_key_data_key_id IS NOT NULL;

create table sign_in_failures (
    email_hash bytea not null,
    failures integer not null,
    last_failed_at timestamp with time zone not null,
    constraint sign_in_failures_pkey PRIMARY KEY (email_hash),
    constraint sign_in_failures_count CHECK ((failures > 0)),
    constraint sign_in_failures_email_hash_is_sha256 CHECK ((octet_length(email_hash) = 32))
);

create table tenant_config_versions (
    tenant_id uuid not null,
    version bigint not null,
    changed_at timestamp with time zone not null,
    constraint tenant_config_versions_pkey PRIMARY KEY (tenant_id)
);

create table tenant_data_keys (
    tenant_id uuid not null,
    id uuid not null,
    master_key_id text not null,
    wrapped_key bytea not null,
    created_at timestamp with time zone not null,
    constraint tenant_data_keys_pkey PRIMARY KEY (tenant_id, id)
);

create table tenant_settings (
    tenant_id uuid not null,
    name text not null,
    value jsonb not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint tenant_settings_pkey PRIMARY KEY (tenant_id, name)
);

create table tenants (
    id uuid not null,
    slug text not null,
    name text not null,
    status text not null,
    deployment_key_families text[] not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    idempotency_key text,
    constraint tenants_pkey PRIMARY KEY (id),
    constraint tenants_slug UNIQUE (slug),
    constraint tenants_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint tenants_slug_is_no_id CHECK ((slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text)),
    constraint tenants_slug_shape CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
    constraint tenants_status CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'archived'::text])))
);
CREATE UNIQUE INDEX tenants_idempotency ON tenants USING btree (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

create table usage_days (
    tenant_id uuid not null,
    scope text not null,
    scope_id uuid not null,
    day timestamp with time zone not null,
    requests bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    cached_input_tokens bigint not null,
    cache_write_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    estimated_requests bigint not null,
    cost_micros bigint not null,
    unpriced_requests bigint not null,
    constraint usage_days_pkey PRIMARY KEY (tenant_id, scope, scope_id, day),
    constraint usage_days_cost_micros CHECK ((cost_micros >= 0)),
    constraint usage_days_scope CHECK ((scope = ANY (ARRAY['tenant'::text, 'key'::text, 'member'::text, 'model'::text])))
);

create table usage_events (
    tenant_id uuid not null,
    occurred_at timestamp with time zone not null,
    id uuid not null,
    request_id text not null,
    api_key_id uuid not null,
    route text not null,
    model_type text not null,
    model_config_id uuid not null,
    family text not null,
    model text not null,
    provider_config_id uuid,
    credential_source text not null,
    streamed boolean not null,
    outcome text not null,
    status integer not null,
    input_tokens bigint,
    cached_input_tokens bigint,
    output_tokens bigint,
    first_byte_micros bigint,
    duration_micros bigint not null,
    overhead_micros bigint not null,
    user_id uuid,
    attempts integer default 1 not null,
    fallback_from uuid,
    cache_write_tokens bigint,
    reasoning_tokens bigint,
    estimated boolean default false not null,
    cost_micros bigint,
    price_source text default 'none'::text not null,
    price_version bigint,
    audio_input_tokens bigint,
    audio_output_tokens bigint,
    image_input_tokens bigint,
    image_output_tokens bigint,
    audio_millis bigint,
    images bigint,
    characters bigint,
    constraint usage_events_pkey PRIMARY KEY (tenant_id, occurred_at, id),
    constraint usage_events_cost_micros CHECK ((cost_micros >= 0)),
    constraint usage_events_credential_source CHECK ((credential_source = ANY (ARRAY['user'::text, 'central'::text, 'shared'::text, 'deployment'::text, 'ambient'::text, 'none'::text]))),
    constraint usage_events_only_a_price_has_a_version CHECK (((price_version IS NULL) OR (price_source <> 'none'::text))),
    constraint usage_events_outcome CHECK ((outcome = ANY (ARRAY['completed'::text, 'upstream_error'::text, 'timed_out'::text, 'client_left'::text, 'interrupted'::text]))),
    constraint usage_events_price_source CHECK ((price_source = ANY (ARRAY['tenant'::text, 'catalogue'::text, 'none'::text])))
) partition by RANGE (occurred_at);

create table user_keys (
    tenant_id uuid not null,
    user_id uuid not null,
    provider_id uuid not null,
    api_key_sealed bytea not null,
    api_key_data_key_id uuid not null,
    api_key_last_four text not null,
    api_key_fingerprint text not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint user_keys_pkey PRIMARY KEY (tenant_id, user_id, provider_id)
);
CREATE INDEX user_keys_by_data_key ON user_keys USING btree (tenant_id, api_key_data_key_id);
CREATE INDEX user_keys_by_provider ON user_keys USING btree (tenant_id, provider_id);

create table user_tenants (
    user_id uuid not null,
    tenant_id uuid not null,
    constraint user_tenants_pkey PRIMARY KEY (user_id, tenant_id)
);
CREATE INDEX user_tenants_by_tenant ON user_tenants USING btree (tenant_id);

create table users (
    id uuid not null,
    email text,
    display_name text not null,
    password_hash text,
    operator boolean not null,
    disabled boolean not null,
    version bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    updated_at timestamp with time zone not null,
    updated_by text not null,
    constraint users_pkey PRIMARY KEY (id),
    constraint users_email UNIQUE (email),
    constraint users_display_name_length CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 200))),
    constraint users_email_has_one_spelling CHECK ((email = lower(email))),
    constraint users_email_shape CHECK (((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (char_length(email) <= 254)))
);

-- Foreign keys

alter table api_key_uses add constraint api_key_uses_key FOREIGN KEY (tenant_id, api_key_id) REFERENCES api_keys(tenant_id, id) ON DELETE CASCADE;
alter table api_keys add constraint api_keys_member FOREIGN KEY (tenant_id, user_id) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE;
alter table api_keys add constraint api_keys_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table audit_events add constraint audit_events_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table audit_heads add constraint audit_heads_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table budget_leases add constraint budget_leases_budget FOREIGN KEY (tenant_id, budget_id) REFERENCES budgets(tenant_id, id) ON DELETE CASCADE;
alter table budgets add constraint budgets_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table console_sessions add constraint console_sessions_user FOREIGN KEY (user_id) REFERENCES users(id);
alter table default_models add constraint default_models_live_model FOREIGN KEY (tenant_id, model_type, model_config_id, must_be_live) REFERENCES model_configs(tenant_id, model_type, id, live);
alter table default_models add constraint default_models_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table identities add constraint identities_user FOREIGN KEY (user_id) REFERENCES users(id);
alter table invitations add constraint invitations_member FOREIGN KEY (tenant_id, user_id) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE;
alter table members add constraint members_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table members add constraint members_user FOREIGN KEY (user_id) REFERENCES users(id);
alter table model_configs add constraint model_configs_bound_provider FOREIGN KEY (tenant_id, family, bound_provider_id) REFERENCES provider_configs(tenant_id, family, id);
alter table model_configs add constraint model_configs_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table model_fallbacks add constraint model_fallbacks_fallback FOREIGN KEY (tenant_id, model_type, fallback_id) REFERENCES model_configs(tenant_id, model_type, id);
alter table model_fallbacks add constraint model_fallbacks_model FOREIGN KEY (tenant_id, model_type, model_config_id) REFERENCES model_configs(tenant_id, model_type, id);
alter table provider_configs add constraint provider_configs_data_key FOREIGN KEY (tenant_id, api_key_data_key_id) REFERENCES tenant_data_keys(tenant_id, id);
alter table provider_configs add constraint provider_configs_shared_provider FOREIGN KEY (family, shared_provider_id) REFERENCES shared_providers(family, id);
alter table provider_configs add constraint provider_configs_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table rate_limits add constraint rate_limits_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table shared_provider_grants add constraint shared_provider_grants_provider FOREIGN KEY (shared_provider_id) REFERENCES shared_providers(id);
alter table shared_provider_grants add constraint shared_provider_grants_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table shared_providers add constraint shared_providers_data_key FOREIGN KEY (api_key_data_key_id) REFERENCES deployment_data_keys(id);
alter table tenant_config_versions add constraint tenant_config_versions_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_data_keys add constraint tenant_data_keys_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_settings add constraint tenant_settings_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table user_keys add constraint user_keys_data_key FOREIGN KEY (tenant_id, api_key_data_key_id) REFERENCES tenant_data_keys(tenant_id, id);
alter table user_keys add constraint user_keys_member FOREIGN KEY (tenant_id, user_id) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE;
alter table user_keys add constraint user_keys_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES provider_configs(tenant_id, id) ON DELETE CASCADE;
alter table user_tenants add constraint user_tenants_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table user_tenants add constraint user_tenants_user FOREIGN KEY (user_id) REFERENCES users(id);

-- Row level security

alter table api_key_uses enable row level security;
create policy api_key_uses_tenant on api_key_uses for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table api_keys enable row level security;
create policy api_keys_tenant on api_keys for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table audit_events enable row level security;
create policy audit_events_tenant on audit_events for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table audit_heads enable row level security;
create policy audit_heads_tenant on audit_heads for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table budget_leases enable row level security;
create policy budget_leases_tenant on budget_leases for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table budgets enable row level security;
create policy budgets_tenant on budgets for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table default_models enable row level security;
create policy default_models_tenant on default_models for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table invitations enable row level security;
create policy invitations_tenant on invitations for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table members enable row level security;
create policy members_tenant on members for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table model_configs enable row level security;
create policy model_configs_tenant on model_configs for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table model_fallbacks enable row level security;
create policy model_fallbacks_tenant on model_fallbacks for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table provider_configs enable row level security;
create policy provider_configs_tenant on provider_configs for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table rate_limits enable row level security;
create policy rate_limits_tenant on rate_limits for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table tenant_config_versions enable row level security;
create policy tenant_config_versions_insert on tenant_config_versions for insert to public with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy tenant_config_versions_read on tenant_config_versions for select to public using (true);
create policy tenant_config_versions_update on tenant_config_versions for update to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table tenant_data_keys enable row level security;
create policy tenant_data_keys_tenant on tenant_data_keys for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table tenant_settings enable row level security;
create policy tenant_settings_tenant on tenant_settings for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table usage_days enable row level security;
create policy usage_days_tenant on usage_days for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table usage_events enable row level security;
create policy usage_events_tenant on usage_events for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table user_keys enable row level security;
create policy user_keys_tenant on user_keys for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table user_tenants enable row level security;
create policy user_tenants_own on user_tenants for all to public using (((user_id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid) OR (tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)));

-- Rights

grant select, insert, delete on api_key_lookup to ${server_role};
grant select, insert, update, delete on api_key_uses to ${server_role};
grant select, insert, update, delete on api_keys to ${server_role};
grant select, insert on audit_events to ${server_role};
grant select, insert, update on audit_heads to ${server_role};
grant select, insert, update, delete on budget_leases to ${server_role};
grant select, insert, update, delete on budgets to ${server_role};
grant select, insert, update, delete on catalogue_models to ${server_role};
grant select, insert, update, delete on console_sessions to ${server_role};
grant select, insert, update, delete on default_models to ${server_role};
grant select, insert on deployment_audit_events to ${server_role};
grant select, insert, update on deployment_audit_heads to ${server_role};
grant select, insert on deployment_data_keys to ${server_role};
grant select, insert, update, delete on deployment_settings to ${server_role};
grant select, update on deployment_versions to ${server_role};
grant select, insert, delete on identities to ${server_role};
grant select, insert, delete on invitations to ${server_role};
grant select, insert, update, delete on members to ${server_role};
grant select, insert, update on model_configs to ${server_role};
grant select, insert, update, delete on model_fallbacks to ${server_role};
grant select, insert, update, delete on node_lives to ${server_role};
grant select, insert, update, delete on nodes to ${server_role};
grant select, insert, delete on operator_keys to ${server_role};
grant select, insert, delete on prices to ${server_role};
grant select, insert, update, delete on provider_configs to ${server_role};
grant select, insert, update, delete on rate_limits to ${server_role};
grant select on schema_versions to ${server_role};
grant select, insert, update, delete on shared_provider_grants to ${server_role};
grant select, insert, update, delete on shared_providers to ${server_role};
grant select, insert, update, delete on sign_in_failures to ${server_role};
grant select, insert, update on tenant_config_versions to ${server_role};
grant select, insert on tenant_data_keys to ${server_role};
grant select, insert, update, delete on tenant_settings to ${server_role};
grant select, insert, update on tenants to ${server_role};
grant select, insert, update on usage_days to ${server_role};
grant select, insert on usage_events to ${server_role};
grant select, insert, update, delete on user_keys to ${server_role};
grant select, insert, delete on user_tenants to ${server_role};
grant select, insert, update on users to ${server_role};
