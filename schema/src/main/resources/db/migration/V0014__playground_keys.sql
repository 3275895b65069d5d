-- Runs beside: 0011
-- A person who tries models in the console calls with a key of their own, made and replaced by the console. It is one of a person's keys in
-- every other way, so it lives in the same table; a constant default rewrites nothing.

alter table api_keys add column playground boolean not null default false;
