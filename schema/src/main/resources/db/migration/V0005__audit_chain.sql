-- Audit events form a chain per tenant and one of the deployment. The HMAC's key is outside the database: whoever can only
-- write here can neither forge an event nor the head that says how many there are.

create table deployment_audit_events (
    id              uuid        not null,
    config_version  bigint      not null,
    seq             bigint      not null,
    occurred_at     timestamptz not null,
    actor_kind      text        not null,
    actor           text        not null,
    action          text        not null,
    subject_kind    text        not null,
    subject_id      text        not null,
    before          jsonb,
    after           jsonb,
    consequences    jsonb,
    request_id      text        not null,
    idempotency_key text,
    request_hash    bytea,
    mac             bytea       not null,
    constraint deployment_audit_events_pkey primary key (id),
    constraint deployment_audit_events_one_per_change unique (config_version),
    constraint deployment_audit_events_seq unique (seq),
    constraint deployment_audit_events_actor_kind check (actor_kind in ('operator', 'user')),
    constraint deployment_audit_events_idempotency_is_whole check ((idempotency_key is null) = (request_hash is null))
);
create unique index deployment_audit_events_idempotency on deployment_audit_events (actor, idempotency_key)
    where idempotency_key is not null;

-- Two signed numbers: how many events the deployment's chain has, and how many tenants have a chain, so that one that is
-- removed whole is missed.
create table deployment_audit_heads (
    name text   not null,
    seq  bigint not null,
    mac  bytea  not null,
    constraint deployment_audit_heads_pkey primary key (name),
    constraint deployment_audit_heads_name check (name in ('deployment', 'chains'))
);
-- There from the start, so that the first tenants wait for each other here.
insert into deployment_audit_heads (name, seq, mac) values ('chains', 0, '');

-- When the tenants' data keys were last made anew, so that a rotation that was killed goes on where it stopped.
create table key_rotations (
    id          uuid        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    constraint key_rotations_pkey primary key (id)
);

-- Events from before the chain have neither a place in it nor a MAC.
alter table audit_events add column seq bigint;
alter table audit_events add column mac bytea;
alter table audit_events add column idempotency_key text;
alter table audit_events add column request_hash bytea;
alter table audit_events add constraint audit_events_chained check ((seq is null) = (mac is null));
alter table audit_events add constraint audit_events_seq unique (tenant_id, seq);
alter table audit_events add constraint audit_events_idempotency_is_whole
    check ((idempotency_key is null) = (request_hash is null));
create unique index audit_events_idempotency on audit_events (tenant_id, actor, idempotency_key)
    where idempotency_key is not null;
-- What the list is filtered by, in the order in which it is shown.
create index audit_events_by_subject on audit_events (tenant_id, subject_kind, subject_id, config_version);
create index audit_events_by_actor on audit_events (tenant_id, actor, config_version);
create index audit_events_by_action on audit_events (tenant_id, action, config_version);

-- A tenant is made before it has a chain to look the key up in; its event in that chain says what was asked for.
alter table tenants add column idempotency_key text;
create unique index tenants_idempotency on tenants (created_by, idempotency_key) where idempotency_key is not null;

create table audit_heads (
    tenant_id uuid   not null,
    seq       bigint not null,
    mac       bytea  not null,
    constraint audit_heads_pkey primary key (tenant_id),
    constraint audit_heads_tenant foreign key (tenant_id) references tenants (id)
);

alter table audit_heads enable row level security;
create policy audit_heads_tenant on audit_heads
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert on deployment_audit_events to ${server_role};
grant select, insert, update on deployment_audit_heads to ${server_role};
grant select, insert, update on audit_heads to ${server_role};
