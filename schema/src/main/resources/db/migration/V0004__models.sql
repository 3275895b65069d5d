-- What is known of models in general, what they cost, and what a tenant's model config adds: options, prices, fallbacks.

-- Deployment ---------------------------------------------------------------------------------------------------------

-- What operators say of a model; what the release knows comes with the release and stands behind it.
create table catalogue_models (
    family         text        not null,
    name           text        not null,
    model_type     text        not null,
    display_name   text,
    context_window integer,
    max_output     integer,
    capabilities   text[]      not null,
    version        bigint      not null,
    created_at     timestamptz not null,
    created_by     text        not null,
    updated_at     timestamptz not null,
    updated_by     text        not null,
    constraint catalogue_models_pkey primary key (family, name),
    constraint catalogue_models_name_length check (char_length(name) between 1 and 256),
    constraint catalogue_models_model_type check (
        model_type in ('llm', 'text-embedding', 'rerank', 'speech2text', 'tts', 'moderation', 'image')),
    constraint catalogue_models_context_window check (context_window > 0),
    constraint catalogue_models_max_output check (max_output > 0)
);

-- Each price an operator ever set, by the deployment's version at the write: old usage keeps its price. No foreign key: the
-- history of a price outlives the operator's row that it came with.
create table prices (
    family     text        not null,
    name       text        not null,
    version    bigint      not null,
    source     text        not null,
    -- exact decimals as text, per million tokens ("request": each); null means that the model has no price from here on.
    -- Of the source "shipped" what the release said then; what it says now is what counts.
    prices     jsonb,
    created_at timestamptz not null,
    created_by text        not null,
    constraint prices_pkey primary key (family, name, version),
    constraint prices_source check (source in ('operator', 'shipped'))
);

-- Tenants ------------------------------------------------------------------------------------------------------------

alter table model_configs add column options jsonb not null default '{}';
alter table model_configs add column prices jsonb;
-- Of a tombstone: what its provider config was called, which may be gone by now.
alter table model_configs add column provider_name text;
-- Tombstones are listed in the order of the others.
create index model_configs_tombstones on model_configs (tenant_id, family, model, updated_at desc, id desc)
    where deleted_at is not null;
alter table model_configs add constraint model_configs_type unique (tenant_id, model_type, id);

create table model_fallbacks (
    tenant_id       uuid    not null,
    model_config_id uuid    not null,
    position        integer not null,
    model_type      text    not null,
    fallback_id     uuid    not null,
    constraint model_fallbacks_pkey primary key (tenant_id, model_config_id, position),
    constraint model_fallbacks_once unique (tenant_id, model_config_id, fallback_id),
    constraint model_fallbacks_model foreign key (tenant_id, model_type, model_config_id)
        references model_configs (tenant_id, model_type, id),
    constraint model_fallbacks_fallback foreign key (tenant_id, model_type, fallback_id)
        references model_configs (tenant_id, model_type, id),
    constraint model_fallbacks_not_itself check (model_config_id <> fallback_id),
    constraint model_fallbacks_position check (position between 0 and 15)
);
create index model_fallbacks_by_fallback on model_fallbacks (tenant_id, fallback_id);

-- Row level security -------------------------------------------------------------------------------------------------

alter table model_fallbacks enable row level security;
create policy model_fallbacks_tenant on model_fallbacks
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on catalogue_models to ${server_role};
grant select, insert, delete on prices to ${server_role};
grant select, insert, update, delete on model_fallbacks to ${server_role};
