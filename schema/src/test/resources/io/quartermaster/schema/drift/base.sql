-- A schema with something of every kind that can differ. Roles: shop_owner runs this; shop_app and shop_audit exist.
create schema shop;
comment on schema shop is 'What is sold';
create schema stock;
grant usage on schema shop to shop_app;
create extension pg_trgm with schema public;

create type shop.mood as enum ('calm', 'busy', 'closed');
create type shop.place as (shelf text, row_number integer);
create type shop.span as range (subtype = numeric);
create domain shop.money as bigint default 0 not null constraint money_is_positive check (value >= 0);
create sequence shop.numbers as integer increment 2 minvalue 10 maxvalue 1000 start 20 cache 5 cycle;

create table shop.tenants (
    id uuid not null,
    slug text not null,
    constraint tenants_pkey primary key (id),
    constraint tenants_slug unique (slug)
);

create table shop.orders (
    tenant_id   uuid not null,
    id          bigint generated always as identity,
    customer    text not null,
    code        varchar(20) collate "C",
    state       text default 'open',
    amount      bigint not null default 0,
    doubled     bigint generated always as (amount * 2) stored,
    placed_at   timestamptz not null,
    paid_at     timestamptz,
    details     jsonb,
    tags        text[],
    price       numeric(10, 2),
    mood        shop.mood default 'calm',
    serial_no   integer default nextval('shop.numbers'),
    deleted_at  timestamptz,
    constraint orders_pkey primary key (tenant_id, id),
    constraint orders_code unique nulls not distinct (tenant_id, code),
    constraint orders_customer_code unique (tenant_id, customer, code) include (state),
    constraint orders_tenant foreign key (tenant_id) references shop.tenants (id) on delete cascade,
    constraint orders_amount check (amount >= 0),
    constraint orders_state check (state in ('open', 'paid')),
    constraint orders_later unique (tenant_id, serial_no) deferrable initially deferred
);
comment on table shop.orders is 'One row an order';
comment on column shop.orders.customer is 'Who pays';
comment on constraint orders_amount on shop.orders is 'Nothing is given away';
alter sequence shop.numbers owned by shop.orders.serial_no;
alter table shop.orders alter column details set storage external, alter column customer set statistics 500,
    alter column customer set (n_distinct = 100);
alter table shop.orders set (fillfactor = 90);

create index orders_listed on shop.orders (tenant_id, placed_at desc, id);
create index orders_open on shop.orders (tenant_id, customer) where deleted_at is null;
create index orders_lower on shop.orders (tenant_id, lower(customer));
create index orders_by_place on shop.orders using brin (placed_at);
create index orders_trgm on shop.orders using gin (customer public.gin_trgm_ops);
create index orders_covering on shop.orders (tenant_id, state) include (amount) with (fillfactor = 80);
create index orders_sorted on shop.orders (tenant_id, code collate "POSIX", paid_at nulls first);
create unique index orders_alias on shop.orders (tenant_id, code, customer) where deleted_at is null;
comment on index shop.orders_listed is 'The list of orders';

create table shop.lines (
    tenant_id uuid not null,
    order_id  bigint not null,
    position  integer not null,
    what      text,
    during    tstzrange,
    kept      uuid,
    constraint lines_pkey primary key (tenant_id, order_id, position),
    constraint lines_order foreign key (tenant_id, order_id) references shop.orders (tenant_id, id) on delete cascade,
    constraint lines_kept foreign key (kept) references shop.tenants (id) deferrable,
    constraint lines_apart exclude using gist (during with &&)
);
create index lines_kept_by on shop.lines (kept);
alter table shop.lines replica identity full;

create table shop.events (
    tenant_id  uuid not null,
    at         timestamptz not null,
    what       text not null,
    constraint events_pkey primary key (tenant_id, at)
) partition by range (at);
create table shop.events_2026_01 partition of shop.events for values from ('2026-01-01+00') to ('2026-02-01+00');
create table shop.events_2026_02 partition of shop.events for values from ('2026-02-01+00') to ('2026-03-01+00');
create index events_what on shop.events (tenant_id, what);

create unlogged table shop.cache (key text constraint cache_pkey primary key, value jsonb);
create table shop.loose (n integer);
create table shop.loose_child () inherits (shop.loose);

create view shop.open_orders with (security_barrier = true) as select id, customer from shop.orders where deleted_at is null;
create materialized view shop.totals as select tenant_id, sum(amount) as total from shop.orders group by tenant_id;
create unique index totals_tenant on shop.totals (tenant_id);

create function shop.tax(amount bigint) returns bigint language sql immutable strict parallel safe as 'select amount / 5';
create function shop.stamp() returns trigger language plpgsql as 'begin return new; end';
create procedure shop.close_day(d date) language sql as 'delete from shop.cache';
create aggregate shop.total(bigint) (sfunc = int8pl, stype = bigint, initcond = '0');
comment on function shop.tax(bigint) is 'A fifth';

create trigger orders_stamp before update on shop.orders for each row execute function shop.stamp();
create rule cache_quiet as on delete to shop.cache do instead nothing;
create statistics shop.orders_together (dependencies) on state, mood from shop.orders;

alter table shop.orders enable row level security;
create policy orders_tenant on shop.orders to shop_app
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy orders_audit on shop.orders as restrictive for select to shop_audit using (paid_at is not null);
alter table shop.lines enable row level security;
alter table shop.lines force row level security;

grant select, insert, update on shop.orders to shop_app;
grant select on shop.orders to shop_audit with grant option;
grant select (key) on shop.cache to shop_audit;
grant usage on sequence shop.numbers to shop_app;
revoke execute on function shop.tax(bigint) from public;
alter default privileges in schema shop grant select on tables to shop_audit;
