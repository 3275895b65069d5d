-- A plain index that adds nothing to another one of its table: the other begins with the same columns in the same order, of the same kind and
-- over the same rows. A unique index says more than where rows are, so it is redundant only beside one that promises the same.
with keys as (
    select i.indexrelid, i.indrelid, i.indisunique, i.indnkeyatts, x.relam, i.indexprs is null as plain,
        coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
        coalesce(array_to_string(x.reloptions, ','), '') as options,
        exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as of_constraint,
        (select array_agg((i.indkey[k])::text || ' ' || i.indclass[k] || ' ' || i.indcollation[k] || ' ' || i.indoption[k] || ' '
                    || case when i.indkey[k] = 0 then pg_get_indexdef(i.indexrelid, k + 1, false) else '' end order by k)
         from generate_series(0, i.indnkeyatts - 1) k) as columns,
        (select array_agg(i.indkey[k] order by i.indkey[k]) from generate_series(i.indnkeyatts, i.indnatts - 1) k) as included,
        i.indnullsnotdistinct, i.indimmediate,
        quote_ident(n.nspname) as schema, quote_ident(x.relname) as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as tab,
        pg_get_indexdef(i.indexrelid) as definition, c.relkind = 'p' as partitioned, i.indisreplident
    from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not x.relispartition and i.indisvalid
      and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
)
select 'index ' || a.name || ' on table ' || a.tab, a.definition, b.definition,
    'drop index ' || case when a.partitioned then '' else 'concurrently ' end || a.schema || '.' || a.name
from keys a join keys b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid and b.relam = a.relam and b.predicate = a.predicate
where not a.of_constraint and not a.indisreplident
  and a.columns = b.columns[1 : array_length(a.columns, 1)]
  and coalesce(a.included, '{}') <@ coalesce(b.included, '{}')
  and (not a.indisunique or b.indisunique and b.indimmediate and a.columns = b.columns and a.indnullsnotdistinct = b.indnullsnotdistinct)
  -- only a btree is of use from its beginning on; of two alike the later one goes
  and (a.relam = (select oid from pg_am where amname = 'btree') or a.columns = b.columns)
  and (a.columns <> b.columns or coalesce(a.included, '{}') <> coalesce(b.included, '{}') or b.of_constraint or b.indisunique and not a.indisunique
       or b.indexrelid < a.indexrelid and a.indisunique = b.indisunique)
order by 1, 3
