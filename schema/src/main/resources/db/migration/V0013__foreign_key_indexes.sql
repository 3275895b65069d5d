-- Runs beside: 0011
-- Every foreign key has an index that begins with its columns: without one, deleting what is referred to reads the whole table for each row
-- and holds its lock meanwhile. Concurrently, so nobody waits; in a migration of its own, so that one that was killed is taken up again.

create index concurrently provider_configs_by_data_key on provider_configs (tenant_id, api_key_data_key_id)
    where api_key_data_key_id is not null;
create index concurrently user_keys_by_data_key on user_keys (tenant_id, api_key_data_key_id);
create index concurrently shared_providers_by_data_key on shared_providers (api_key_data_key_id) where api_key_data_key_id is not null;
create index concurrently shared_provider_grants_by_tenant on shared_provider_grants (tenant_id);
create index concurrently user_tenants_by_tenant on user_tenants (tenant_id);
create index concurrently default_models_by_model on default_models (tenant_id, model_config_id, model_type, must_be_live)
    where model_config_id is not null;
create index concurrently model_fallbacks_by_model on model_fallbacks (tenant_id, model_config_id, model_type);
create index concurrently model_fallbacks_by_fallback_model on model_fallbacks (tenant_id, fallback_id, model_type);
-- The beginning of the one above.
drop index concurrently if exists model_fallbacks_by_fallback;
