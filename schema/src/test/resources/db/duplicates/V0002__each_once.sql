-- Runs beside: 0001
-- One that can be made, and one that cannot.
create index concurrently numbers_by_id on numbers (id);
create unique index concurrently numbers_each_once on numbers (n);
