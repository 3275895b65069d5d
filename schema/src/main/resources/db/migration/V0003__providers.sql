-- Settings and structured credentials of provider configs, providers that the deployment shares, and members' own keys.

-- Deployment ---------------------------------------------------------------------------------------------------------

-- One seals what the deployment shares, the other signs the audit chains; both are wrapped by the master key.
create table deployment_data_keys (
    id            uuid        not null,
    purpose       text        not null,
    master_key_id text        not null,
    wrapped_key   bytea       not null,
    created_at    timestamptz not null,
    constraint deployment_data_keys_pkey primary key (id),
    constraint deployment_data_keys_purpose check (purpose in ('seal', 'audit'))
);

create table shared_providers (
    id                  uuid        not null,
    family              text        not null,
    name                text        not null,
    base_url            text,
    settings            jsonb       not null,
    credential_kind     text,
    api_key_sealed      bytea,
    api_key_data_key_id uuid,
    api_key_last_four   text,
    api_key_fingerprint text,
    enabled             boolean     not null,
    -- set when it is deleted; the row goes once the last tenant's grant is revoked
    deleted_at          timestamptz,
    version             bigint      not null,
    created_at          timestamptz not null,
    created_by          text        not null,
    updated_at          timestamptz not null,
    updated_by          text        not null,
    constraint shared_providers_pkey primary key (id),
    constraint shared_providers_name unique (name),
    constraint shared_providers_family unique (family, id),
    constraint shared_providers_data_key foreign key (api_key_data_key_id) references deployment_data_keys (id),
    constraint shared_providers_name_length check (char_length(name) between 1 and 200),
    constraint shared_providers_credential_kind check (credential_kind in ('api_key', 'aws_key_pair', 'service_account')),
    constraint shared_providers_key_is_whole check (
        (api_key_sealed is null) = (api_key_data_key_id is null)
        and (api_key_sealed is null) = (api_key_last_four is null)
        and (api_key_sealed is null) = (api_key_fingerprint is null)
        and (api_key_sealed is null) = (credential_kind is null))
);

-- Who was granted what, by provider: revoking goes from tenant to tenant, and is taken up again where it stopped.
create table shared_provider_grants (
    shared_provider_id uuid        not null,
    tenant_id          uuid        not null,
    -- when the tenant got its provider config; until then the grant is pending
    applied_at         timestamptz,
    -- when the tenant deleted that provider config itself; granting again gives it back
    declined_at        timestamptz,
    revoked_at         timestamptz,
    created_at         timestamptz not null,
    created_by         text        not null,
    constraint shared_provider_grants_pkey primary key (shared_provider_id, tenant_id),
    constraint shared_provider_grants_provider foreign key (shared_provider_id) references shared_providers (id),
    constraint shared_provider_grants_tenant foreign key (tenant_id) references tenants (id)
);
create index shared_provider_grants_unfinished on shared_provider_grants (shared_provider_id, tenant_id)
    where applied_at is null or revoked_at is not null;

-- Tenants ------------------------------------------------------------------------------------------------------------

alter table provider_configs add column settings jsonb not null default '{}';
alter table provider_configs add column credential_kind text;
alter table provider_configs add column shared_provider_id uuid;
update provider_configs set credential_kind = 'api_key' where api_key_sealed is not null;
alter table provider_configs add constraint provider_configs_credential_kind
    check (credential_kind in ('api_key', 'aws_key_pair', 'service_account'));
alter table provider_configs add constraint provider_configs_credential_is_whole
    check ((api_key_sealed is null) = (credential_kind is null));
alter table provider_configs add constraint provider_configs_shared_provider foreign key (family, shared_provider_id)
    references shared_providers (family, id);
alter table provider_configs add constraint provider_configs_shared_has_nothing_of_its_own
    check (shared_provider_id is null or (api_key_sealed is null and base_url is null and settings = '{}'));
create unique index provider_configs_granted_once on provider_configs (tenant_id, shared_provider_id)
    where shared_provider_id is not null;
create index provider_configs_by_shared_provider on provider_configs (family, shared_provider_id)
    where shared_provider_id is not null;

create table user_keys (
    tenant_id           uuid        not null,
    user_id             uuid        not null,
    provider_id         uuid        not null,
    api_key_sealed      bytea       not null,
    api_key_data_key_id uuid        not null,
    api_key_last_four   text        not null,
    api_key_fingerprint text        not null,
    version             bigint      not null,
    created_at          timestamptz not null,
    created_by          text        not null,
    updated_at          timestamptz not null,
    updated_by          text        not null,
    constraint user_keys_pkey primary key (tenant_id, user_id, provider_id),
    constraint user_keys_member foreign key (tenant_id, user_id) references members (tenant_id, user_id) on delete cascade,
    constraint user_keys_provider foreign key (tenant_id, provider_id) references provider_configs (tenant_id, id)
        on delete cascade,
    constraint user_keys_data_key foreign key (tenant_id, api_key_data_key_id) references tenant_data_keys (tenant_id, id)
);
create index user_keys_by_provider on user_keys (tenant_id, provider_id);

-- Row level security -------------------------------------------------------------------------------------------------

alter table user_keys enable row level security;
create policy user_keys_tenant on user_keys
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert on deployment_data_keys to ${server_role};
grant select, insert, update, delete on shared_providers to ${server_role};
grant select, insert, update, delete on shared_provider_grants to ${server_role};
grant select, insert, update, delete on user_keys to ${server_role};
