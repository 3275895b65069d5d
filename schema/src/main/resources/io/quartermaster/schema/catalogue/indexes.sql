-- Those that no constraint and no index of a partitioned table brings with it.
select 'index', $relation || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(x.relname),
    pg_get_indexdef(i.indexrelid),
    array['method', m.amname,
          'columns', (select string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k) from generate_series(1, i.indnkeyatts::integer) k),
          'directions', (select string_agg(case when o & 1 = 1 then case when o & 2 = 2 then 'desc' else 'desc nulls last' end
                                                else case when o & 2 = 2 then 'asc nulls first' else 'asc' end end, ', ' order by place)
                         from unnest(i.indoption) with ordinality u (o, place)),
          'operator_classes', (select string_agg(o.opcname, ', ' order by place)
                               from unnest(i.indclass) with ordinality u (class, place) join pg_opclass o on o.oid = class),
          'collations', (select string_agg(case when co = 0 then '-' else co::regcollation::text end, ', ' order by place)
                         from unnest(i.indcollation) with ordinality u (co, place)),
          'included', (select string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k)
                       from generate_series(i.indnkeyatts + 1, i.indnatts::integer) k),
          'predicate', pg_get_expr(i.indpred, i.indrelid),
          'unique', i.indisunique::text,
          'nulls_not_distinct', i.indnullsnotdistinct::text,
          'validity', case when i.indisvalid and i.indisready and i.indislive then 'valid' else 'invalid' end,
          'replica_identity', i.indisreplident::text,
          'storage_parameters', (select string_agg(o, ', ' order by o collate "C") from unnest(x.reloptions) o),
          'tablespace', (select t.spcname from pg_tablespace t where t.oid = x.reltablespace),
          'comment', obj_description(x.oid, 'pg_class'),
          'definition', pg_get_indexdef(i.indexrelid)]
from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where $schemas and c.relkind in ('r', 'p', 'm') and not x.relispartition and $unextended(pg_class, c.oid)
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
