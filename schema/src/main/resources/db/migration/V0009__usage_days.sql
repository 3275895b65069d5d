-- Sums of the ledger by day of UTC and by what a budget can be set for. They move in the transaction that inserts the events, by the
-- rows it really inserted, so they always equal the ledger. A window of a budget is a sum of days: a new one begins at zero.

create table usage_days (
    tenant_id           uuid        not null,
    scope               text        not null,
    -- of the scope "tenant" the tenant itself
    scope_id            uuid        not null,
    -- its midnight
    day                 timestamptz not null,
    requests            bigint      not null,
    errors              bigint      not null,
    input_tokens        bigint      not null,
    cached_input_tokens bigint      not null,
    cache_write_tokens  bigint      not null,
    output_tokens       bigint      not null,
    reasoning_tokens    bigint      not null,
    estimated_requests  bigint      not null,
    cost_micros         bigint      not null,
    unpriced_requests   bigint      not null,
    constraint usage_days_pkey primary key (tenant_id, scope, scope_id, day),
    constraint usage_days_scope check (scope in ('tenant', 'key', 'member', 'model')),
    constraint usage_days_cost_micros check (cost_micros >= 0)
);

alter table usage_days enable row level security;
create policy usage_days_tenant on usage_days
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on usage_days to ${server_role};

-- What the ledger holds already. A node of the release before, still running, does not count what it writes from here on; it knows no
-- budgets either.
insert into usage_days
select tenant_id, scope, scope_id, day, count(*), count(*) filter (where outcome <> 'completed'),
    least(coalesce(sum(input_tokens), 0), 9223372036854775807), least(coalesce(sum(cached_input_tokens), 0), 9223372036854775807),
    least(coalesce(sum(cache_write_tokens), 0), 9223372036854775807), least(coalesce(sum(output_tokens), 0), 9223372036854775807),
    least(coalesce(sum(reasoning_tokens), 0), 9223372036854775807), count(*) filter (where estimated),
    least(coalesce(sum(cost_micros), 0), 9223372036854775807), count(*) filter (where cost_micros is null)
from (
    select e.*, date_trunc('day', occurred_at, 'UTC') as day, s.scope,
        case s.scope when 'tenant' then tenant_id when 'key' then api_key_id when 'member' then user_id else model_config_id end
            as scope_id
    from usage_events e cross join (values ('tenant'), ('key'), ('member'), ('model')) as s (scope)
) counted
where scope_id is not null
group by tenant_id, scope, scope_id, day;
