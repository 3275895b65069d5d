-- Runs beside: 0011
-- A person has at most one such key in a tenant: it is given a new text instead of a sibling.

create unique index concurrently api_keys_one_playground_key on api_keys (tenant_id, user_id) where playground;
