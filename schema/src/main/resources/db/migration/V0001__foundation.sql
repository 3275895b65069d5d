-- The deployment's tables, the tenants' tables, and the constraints that keep every setting.
-- Rules (docs/adr/0004, 0005): tenant_id first in every key; no triggers; no volatile function in an upsert;
-- names that speak, because stores map them to outcomes. ${server_role} is the role the server runs as.

-- Deployment ---------------------------------------------------------------------------------------------------------

create table deployment_versions (
    name       text        not null,
    version    bigint      not null,
    changed_at timestamptz not null,
    constraint deployment_versions_pkey primary key (name),
    constraint deployment_versions_one_row check (name = 'deployment')
);
insert into deployment_versions (name, version, changed_at) values ('deployment', 1, '2026-01-01T00:00:00Z');

create table operator_keys (
    id         uuid        not null,
    key_hash   bytea       not null,
    last_four  text        not null,
    created_at timestamptz not null,
    constraint operator_keys_pkey primary key (id),
    constraint operator_keys_key_hash unique (key_hash),
    constraint operator_keys_key_hash_is_sha256 check (octet_length(key_hash) = 32)
);

create table tenants (
    id         uuid        not null,
    slug       text        not null,
    name       text        not null,
    status     text        not null,
    -- the families whose deployment key this tenant may use
    deployment_key_families text[] not null,
    version    bigint      not null,
    created_at timestamptz not null,
    created_by text        not null,
    updated_at timestamptz not null,
    updated_by text        not null,
    constraint tenants_pkey primary key (id),
    constraint tenants_slug unique (slug),
    constraint tenants_slug_shape check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    constraint tenants_slug_is_no_id check (slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
    constraint tenants_name_length check (char_length(name) between 1 and 200),
    constraint tenants_status check (status in ('active', 'suspended', 'archived'))
);

create table api_key_lookup (
    key_hash   bytea not null,
    tenant_id  uuid  not null,
    api_key_id uuid  not null,
    constraint api_key_lookup_pkey primary key (key_hash),
    constraint api_key_lookup_key_hash_is_sha256 check (octet_length(key_hash) = 32)
);
create index api_key_lookup_by_key on api_key_lookup (tenant_id, api_key_id);

create table tenant_config_versions (
    tenant_id  uuid        not null,
    version    bigint      not null,
    changed_at timestamptz not null,
    constraint tenant_config_versions_pkey primary key (tenant_id),
    constraint tenant_config_versions_tenant foreign key (tenant_id) references tenants (id)
);

-- Tenants ------------------------------------------------------------------------------------------------------------

create table tenant_data_keys (
    tenant_id     uuid        not null,
    id            uuid        not null,
    master_key_id text        not null,
    wrapped_key   bytea       not null,
    created_at    timestamptz not null,
    constraint tenant_data_keys_pkey primary key (tenant_id, id),
    constraint tenant_data_keys_tenant foreign key (tenant_id) references tenants (id)
);

create table api_keys (
    tenant_id      uuid        not null,
    id             uuid        not null,
    name           text        not null,
    role           text        not null,
    allowed_models text[]      not null,
    expires_at     timestamptz,
    last_four      text        not null,
    version        bigint      not null,
    created_at     timestamptz not null,
    created_by     text        not null,
    updated_at     timestamptz not null,
    updated_by     text        not null,
    constraint api_keys_pkey primary key (tenant_id, id),
    constraint api_keys_tenant foreign key (tenant_id) references tenants (id),
    constraint api_keys_name_length check (char_length(name) between 1 and 200),
    constraint api_keys_role check (role in ('viewer', 'member', 'editor', 'admin', 'owner'))
);

create table provider_configs (
    tenant_id            uuid        not null,
    id                   uuid        not null,
    family               text        not null,
    name                 text        not null,
    base_url             text,
    api_key_sealed       bytea,
    api_key_data_key_id  uuid,
    api_key_last_four    text,
    api_key_fingerprint  text,
    central_key_enabled  boolean     not null,
    user_key_allowed     boolean     not null,
    central_key_fallback boolean     not null,
    enabled              boolean     not null,
    priority             integer     not null,
    version              bigint      not null,
    created_at           timestamptz not null,
    created_by           text        not null,
    updated_at           timestamptz not null,
    updated_by           text        not null,
    constraint provider_configs_pkey primary key (tenant_id, id),
    constraint provider_configs_family unique (tenant_id, family, id),
    constraint provider_configs_name unique (tenant_id, name),
    constraint provider_configs_tenant foreign key (tenant_id) references tenants (id),
    constraint provider_configs_data_key foreign key (tenant_id, api_key_data_key_id) references tenant_data_keys (tenant_id, id),
    constraint provider_configs_name_length check (char_length(name) between 1 and 200),
    constraint provider_configs_priority check (priority between 0 and 10000),
    constraint provider_configs_policy_has_a_source check (central_key_enabled or user_key_allowed),
    constraint provider_configs_policy_fallback_needs_both check (not central_key_fallback or (central_key_enabled and user_key_allowed)),
    constraint provider_configs_key_is_whole check (
        (api_key_sealed is null) = (api_key_data_key_id is null)
        and (api_key_sealed is null) = (api_key_last_four is null)
        and (api_key_sealed is null) = (api_key_fingerprint is null))
);

create table model_configs (
    tenant_id             uuid        not null,
    id                    uuid        not null,
    model_type            text        not null,
    family                text        not null,
    model                 text        not null,
    alias                 text,
    display_name          text,
    provider_id           uuid,
    context_limit         integer,
    compression_threshold integer     not null,
    enabled               boolean     not null,
    deleted_at            timestamptz,
    deleted_by            text,
    live                  boolean     generated always as (enabled and deleted_at is null) stored not null,
    bound_provider_id     uuid        generated always as (case when deleted_at is null then provider_id end) stored,
    version               bigint      not null,
    created_at            timestamptz not null,
    created_by            text        not null,
    updated_at            timestamptz not null,
    updated_by            text        not null,
    constraint model_configs_pkey primary key (tenant_id, id),
    constraint model_configs_live unique (tenant_id, model_type, id, live),
    constraint model_configs_tenant foreign key (tenant_id) references tenants (id),
    constraint model_configs_bound_provider foreign key (tenant_id, family, bound_provider_id)
        references provider_configs (tenant_id, family, id),
    constraint model_configs_model_type check (
        model_type in ('llm', 'text-embedding', 'rerank', 'speech2text', 'tts', 'moderation', 'image')),
    constraint model_configs_model_length check (char_length(model) between 1 and 256),
    constraint model_configs_alias_length check (char_length(alias) between 1 and 128),
    constraint model_configs_alias_is_not_reserved check (alias <> 'default'),
    constraint model_configs_alias_is_no_id check (alias !~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
    constraint model_configs_context_limit check (context_limit > 0),
    constraint model_configs_compression_threshold check (compression_threshold between 0 and 100),
    constraint model_configs_deletion_is_whole check ((deleted_at is null) = (deleted_by is null))
);
-- A tombstone frees its alias; a disabled model keeps it, or enabling it again could fail.
create unique index model_configs_alias on model_configs (tenant_id, alias) where deleted_at is null;
-- Lists: family, model, updated_at desc, id desc. Also the order of election.
create index model_configs_listed on model_configs (tenant_id, family, model, updated_at desc, id desc) where deleted_at is null;
create index model_configs_electable on model_configs (tenant_id, model_type, family, model, updated_at desc, id desc) where live;
create index model_configs_by_provider on model_configs (tenant_id, family, bound_provider_id) where bound_provider_id is not null;

create table default_models (
    tenant_id       uuid        not null,
    model_type      text        not null,
    model_config_id uuid,
    source          text        not null,
    must_be_live    boolean     generated always as (true) stored not null,
    version         bigint      not null,
    created_at      timestamptz not null,
    created_by      text        not null,
    updated_at      timestamptz not null,
    updated_by      text        not null,
    constraint default_models_pkey primary key (tenant_id, model_type),
    constraint default_models_tenant foreign key (tenant_id) references tenants (id),
    constraint default_models_live_model foreign key (tenant_id, model_type, model_config_id, must_be_live)
        references model_configs (tenant_id, model_type, id, live),
    constraint default_models_source check (source in ('pinned', 'elected')),
    constraint default_models_only_a_pin_is_empty check (model_config_id is not null or source = 'pinned')
);

create table audit_events (
    tenant_id      uuid        not null,
    id             uuid        not null,
    config_version bigint      not null,
    occurred_at    timestamptz not null,
    actor_kind     text        not null,
    actor          text        not null,
    action         text        not null,
    subject_kind   text        not null,
    subject_id     text        not null,
    before         jsonb,
    after          jsonb,
    consequences   jsonb,
    request_id     text        not null,
    constraint audit_events_pkey primary key (tenant_id, id),
    constraint audit_events_tenant foreign key (tenant_id) references tenants (id),
    constraint audit_events_one_per_change unique (tenant_id, config_version),
    constraint audit_events_actor_kind check (actor_kind in ('operator', 'api_key'))
);

-- The ledger: no foreign keys to configuration, which it outlives. One partition a month, made ahead by the owner.
create table usage_events (
    tenant_id           uuid        not null,
    occurred_at         timestamptz not null,
    id                  uuid        not null,
    request_id          text        not null,
    api_key_id          uuid        not null,
    route               text        not null,
    model_type          text        not null,
    model_config_id     uuid        not null,
    family              text        not null,
    model               text        not null,
    provider_config_id  uuid,
    credential_source   text        not null,
    streamed            boolean     not null,
    outcome             text        not null,
    status              integer     not null,
    input_tokens        bigint,
    cached_input_tokens bigint,
    output_tokens       bigint,
    first_byte_micros   bigint,
    duration_micros     bigint      not null,
    overhead_micros     bigint      not null,
    constraint usage_events_pkey primary key (tenant_id, occurred_at, id),
    constraint usage_events_credential_source check (
        credential_source in ('user', 'central', 'shared', 'deployment', 'ambient', 'none')),
    constraint usage_events_outcome check (outcome in ('completed', 'upstream_error', 'timed_out', 'client_left', 'interrupted'))
) partition by range (occurred_at);

-- Row level security: not forced, because the owner maintains; the server's role is not the owner. -------------------

alter table tenant_config_versions enable row level security;
create policy tenant_config_versions_read on tenant_config_versions for select using (true);
create policy tenant_config_versions_insert on tenant_config_versions for insert
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_config_versions_update on tenant_config_versions for update
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

alter table tenant_data_keys enable row level security;
create policy tenant_data_keys_tenant on tenant_data_keys
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table api_keys enable row level security;
create policy api_keys_tenant on api_keys
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table provider_configs enable row level security;
create policy provider_configs_tenant on provider_configs
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table model_configs enable row level security;
create policy model_configs_tenant on model_configs
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table default_models enable row level security;
create policy default_models_tenant on default_models
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table audit_events enable row level security;
create policy audit_events_tenant on audit_events
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table usage_events enable row level security;
create policy usage_events_tenant on usage_events
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- What the server may do. Nothing rewrites the audit or the ledger; partitions are reached through their parent only. --

grant select on flyway_schema_history to ${server_role};
grant select, update on deployment_versions to ${server_role};
grant select, insert, delete on operator_keys to ${server_role};
grant select, insert, update on tenants to ${server_role};
grant select, insert, delete on api_key_lookup to ${server_role};
grant select, insert, update on tenant_config_versions to ${server_role};
grant select, insert on tenant_data_keys to ${server_role};
grant select, insert, update, delete on api_keys to ${server_role};
grant select, insert, update, delete on provider_configs to ${server_role};
grant select, insert, update on model_configs to ${server_role};
grant select, insert, update, delete on default_models to ${server_role};
grant select, insert on audit_events to ${server_role};
grant select, insert on usage_events to ${server_role};
