-- Budgets and limits of tenants, what nodes have leased of budgets, and which nodes there are.

-- Deployment ---------------------------------------------------------------------------------------------------------

-- The lives of nodes: a process is one, and tells every few seconds that it lives. Nodes share limits by their number.
create table node_lives (
    id         uuid        not null,
    -- of the folder it keeps its spool in, which outlives it
    node_id    uuid        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    constraint node_lives_pkey primary key (id)
);

-- Tenants ------------------------------------------------------------------------------------------------------------

-- No foreign keys to what they are for: like the ledger they outlive it.
create table budgets (
    tenant_id    uuid        not null,
    id           uuid        not null,
    scope        text        not null,
    -- of the scope "tenant" the tenant itself
    scope_id     uuid        not null,
    time_window  text        not null,
    limit_micros bigint      not null,
    mode         text        not null,
    version      bigint      not null,
    created_at   timestamptz not null,
    created_by   text        not null,
    updated_at   timestamptz not null,
    updated_by   text        not null,
    constraint budgets_pkey primary key (tenant_id, id),
    constraint budgets_tenant foreign key (tenant_id) references tenants (id),
    constraint budgets_once unique (tenant_id, scope, scope_id, time_window, mode),
    constraint budgets_scope check (scope in ('tenant', 'key', 'member', 'model')),
    constraint budgets_time_window check (time_window in ('day', 'week', 'month', 'total')),
    constraint budgets_limit_micros check (limit_micros >= 0),
    constraint budgets_mode check (mode in ('strict', 'soft'))
);

-- What a life of a node may still spend of a strict budget in one period: taken from the budget, and not in the ledger yet. The
-- transaction that brings an event into the ledger takes its cost off here, so money is never counted twice nor missed.
create table budget_leases (
    tenant_id        uuid        not null,
    budget_id        uuid        not null,
    -- when the period began
    period           timestamptz not null,
    life_id          uuid        not null,
    node_id          uuid        not null,
    remaining_micros bigint      not null,
    -- From then on its node is thought to be dead. It counts as spent all the same, until that node reports or an operator writes it off.
    expires_at       timestamptz not null,
    constraint budget_leases_pkey primary key (tenant_id, budget_id, period, life_id),
    constraint budget_leases_budget foreign key (tenant_id, budget_id) references budgets (tenant_id, id) on delete cascade,
    constraint budget_leases_remaining_micros check (remaining_micros >= 0)
);

create table rate_limits (
    tenant_id           uuid        not null,
    scope               text        not null,
    scope_id            uuid        not null,
    requests_per_minute bigint,
    tokens_per_minute   bigint,
    version             bigint      not null,
    created_at          timestamptz not null,
    created_by          text        not null,
    updated_at          timestamptz not null,
    updated_by          text        not null,
    constraint rate_limits_pkey primary key (tenant_id, scope, scope_id),
    constraint rate_limits_tenant foreign key (tenant_id) references tenants (id),
    constraint rate_limits_scope check (scope in ('tenant', 'key', 'model')),
    constraint rate_limits_requests_per_minute check (requests_per_minute > 0),
    constraint rate_limits_tokens_per_minute check (tokens_per_minute > 0),
    constraint rate_limits_say_something check (requests_per_minute is not null or tokens_per_minute is not null)
);

alter table budgets enable row level security;
create policy budgets_tenant on budgets
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table budget_leases enable row level security;
create policy budget_leases_tenant on budget_leases
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
alter table rate_limits enable row level security;
create policy rate_limits_tenant on rate_limits
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on node_lives to ${server_role};
grant select, insert, update, delete on budgets to ${server_role};
grant select, insert, update, delete on budget_leases to ${server_role};
grant select, insert, update, delete on rate_limits to ${server_role};
