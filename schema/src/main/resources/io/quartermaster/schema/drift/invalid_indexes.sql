-- Also those of partitions, which stand for nothing of their own in the schema.
select 'index ' || quote_ident(x.relname) || ' on table ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
    'reindex index ' || case when x.relkind = 'I' then '' else 'concurrently ' end || quote_ident(n.nspname) || '.' || quote_ident(x.relname),
    i.indisunique
from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where not (i.indisvalid and i.indisready) and n.nspname !~ '^pg_'
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by 1
