-- What a call cost, by which price, and what else the ledger tells of it. Columns that a node of the release before leaves out have a
-- constant default, so nothing is rewritten; what was written before it has no price.

alter table usage_events
    add column user_id            uuid,
    add column attempts           integer not null default 1,
    add column fallback_from      uuid,
    add column cache_write_tokens bigint,
    add column reasoning_tokens   bigint,
    add column estimated          boolean not null default false,
    -- null: the model had no price, which is not the same as free
    add column cost_micros        bigint,
    add column price_source       text    not null default 'none',
    -- of the tenant's model config or of the operators' price; null: the release's own
    add column price_version      bigint;
-- Not valid first, so that the lock does not last for a scan of the ledger: the next migration scans without it.
alter table usage_events add constraint usage_events_cost_micros check (cost_micros >= 0) not valid;
alter table usage_events add constraint usage_events_price_source check (
    price_source in ('tenant', 'catalogue', 'none')) not valid;
alter table usage_events add constraint usage_events_only_a_price_has_a_version check (
    price_version is null or price_source <> 'none') not valid;
