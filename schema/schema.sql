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
    constraint api_keys_pkey PRIMARY KEY (tenant_id, id),
    constraint api_keys_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint api_keys_role CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'editor'::text, 'admin'::text, 'owner'::text])))
);

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
    constraint audit_events_pkey PRIMARY KEY (tenant_id, id),
    constraint audit_events_one_per_change UNIQUE (tenant_id, config_version),
    constraint audit_events_actor_kind CHECK ((actor_kind = ANY (ARRAY['operator'::text, 'api_key'::text])))
);

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

create table deployment_versions (
    name text not null,
    version bigint not null,
    changed_at timestamp with time zone not null,
    constraint deployment_versions_pkey PRIMARY KEY (name),
    constraint deployment_versions_one_row CHECK ((name = 'deployment'::text))
);

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
    constraint model_configs_pkey PRIMARY KEY (tenant_id, id),
    constraint model_configs_live UNIQUE (tenant_id, model_type, id, live),
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

create table operator_keys (
    id uuid not null,
    key_hash bytea not null,
    last_four text not null,
    created_at timestamp with time zone not null,
    constraint operator_keys_pkey PRIMARY KEY (id),
    constraint operator_keys_key_hash UNIQUE (key_hash),
    constraint operator_keys_key_hash_is_sha256 CHECK ((octet_length(key_hash) = 32))
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
    constraint provider_configs_pkey PRIMARY KEY (tenant_id, id),
    constraint provider_configs_family UNIQUE (tenant_id, family, id),
    constraint provider_configs_name UNIQUE (tenant_id, name),
    constraint provider_configs_key_is_whole CHECK ((((api_key_sealed IS NULL) = (api_key_data_key_id IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_last_four IS NULL)) AND ((api_key_sealed IS NULL) = (api_key_fingerprint IS NULL)))),
    constraint provider_configs_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint provider_configs_policy_fallback_needs_both CHECK (((NOT central_key_fallback) OR (central_key_enabled AND user_key_allowed))),
    constraint provider_configs_policy_has_a_source CHECK ((central_key_enabled OR user_key_allowed)),
    constraint provider_configs_priority CHECK (((priority >= 0) AND (priority <= 10000)))
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
    constraint tenants_pkey PRIMARY KEY (id),
    constraint tenants_slug UNIQUE (slug),
    constraint tenants_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    constraint tenants_slug_is_no_id CHECK ((slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text)),
    constraint tenants_slug_shape CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
    constraint tenants_status CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'archived'::text])))
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
    constraint usage_events_pkey PRIMARY KEY (tenant_id, occurred_at, id),
    constraint usage_events_credential_source CHECK ((credential_source = ANY (ARRAY['user'::text, 'central'::text, 'shared'::text, 'deployment'::text, 'ambient'::text, 'none'::text]))),
    constraint usage_events_outcome CHECK ((outcome = ANY (ARRAY['completed'::text, 'upstream_error'::text, 'timed_out'::text, 'client_left'::text, 'interrupted'::text])))
) partition by RANGE (occurred_at);

-- Foreign keys

alter table api_keys add constraint api_keys_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table audit_events add constraint audit_events_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table default_models add constraint default_models_live_model FOREIGN KEY (tenant_id, model_type, model_config_id, must_be_live) REFERENCES model_configs(tenant_id, model_type, id, live);
alter table default_models add constraint default_models_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table model_configs add constraint model_configs_bound_provider FOREIGN KEY (tenant_id, family, bound_provider_id) REFERENCES provider_configs(tenant_id, family, id);
alter table model_configs add constraint model_configs_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table provider_configs add constraint provider_configs_data_key FOREIGN KEY (tenant_id, api_key_data_key_id) REFERENCES tenant_data_keys(tenant_id, id);
alter table provider_configs add constraint provider_configs_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_config_versions add constraint tenant_config_versions_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_data_keys add constraint tenant_data_keys_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(id);

-- Row level security

alter table api_keys enable row level security;
create policy api_keys_tenant on api_keys for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table audit_events enable row level security;
create policy audit_events_tenant on audit_events for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table default_models enable row level security;
create policy default_models_tenant on default_models for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table model_configs enable row level security;
create policy model_configs_tenant on model_configs for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table provider_configs enable row level security;
create policy provider_configs_tenant on provider_configs for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table tenant_config_versions enable row level security;
create policy tenant_config_versions_insert on tenant_config_versions for insert to public with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy tenant_config_versions_read on tenant_config_versions for select to public using (true);
create policy tenant_config_versions_update on tenant_config_versions for update to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table tenant_data_keys enable row level security;
create policy tenant_data_keys_tenant on tenant_data_keys for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
alter table usage_events enable row level security;
create policy usage_events_tenant on usage_events for all to public using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));

-- Rights

grant select, insert, delete on api_key_lookup to ${server_role};
grant select, insert, update, delete on api_keys to ${server_role};
grant select, insert on audit_events to ${server_role};
grant select, insert, update, delete on default_models to ${server_role};
grant select, update on deployment_versions to ${server_role};
grant select, insert, update on model_configs to ${server_role};
grant select, insert, delete on operator_keys to ${server_role};
grant select, insert, update, delete on provider_configs to ${server_role};
grant select, insert, update on tenant_config_versions to ${server_role};
grant select, insert on tenant_data_keys to ${server_role};
grant select, insert, update on tenants to ${server_role};
grant select, insert on usage_events to ${server_role};
