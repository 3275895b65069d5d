-- Settings of the deployment and of tenants that have no table of their own. What is not here has its built-in value.

create table deployment_settings (
    name       text        not null,
    value      jsonb       not null,
    version    bigint      not null,
    created_at timestamptz not null,
    created_by text        not null,
    updated_at timestamptz not null,
    updated_by text        not null,
    constraint deployment_settings_pkey primary key (name)
);

create table tenant_settings (
    tenant_id  uuid        not null,
    name       text        not null,
    value      jsonb       not null,
    version    bigint      not null,
    created_at timestamptz not null,
    created_by text        not null,
    updated_at timestamptz not null,
    updated_by text        not null,
    constraint tenant_settings_pkey primary key (tenant_id, name),
    constraint tenant_settings_tenant foreign key (tenant_id) references tenants (id)
);

alter table tenant_settings enable row level security;
create policy tenant_settings_tenant on tenant_settings
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on deployment_settings to ${server_role};
grant select, insert, update, delete on tenant_settings to ${server_role};
