-- Scans the ledger for what V0007 promised of it, while it is written to.

alter table usage_events validate constraint usage_events_cost_micros;
alter table usage_events validate constraint usage_events_price_source;
alter table usage_events validate constraint usage_events_only_a_price_has_a_version;
