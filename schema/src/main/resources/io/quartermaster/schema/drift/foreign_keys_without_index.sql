-- To delete what a foreign key refers to, or to change its key, PostgreSQL looks for rows that refer to it: without an index that begins with the
-- key's columns, in any order, it reads the whole table. An index over the rows that have a value at all will do; of a key of three columns or more
-- one that begins with all but one of them, which leaves few rows to look at; and a unique one of fewer columns, which leaves one.
select 'constraint ' || quote_ident(k.conname) || ' on table ' || v.tab,
    pg_get_constraintdef(k.oid),
    'create index ' || case when c.relkind = 'p' then '' else 'concurrently ' end || 'on ' || v.tab || ' (' || v.columns || ')'
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace,
    lateral (select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as tab,
                    (select string_agg(quote_ident(a.attname), ', ' order by u.place) from unnest(k.conkey) with ordinality u (num, place)
                     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as columns) v
where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
  and not exists (
      select from pg_index i
      where i.indrelid = k.conrelid and i.indisvalid
        and (select count(*) from unnest(i.indkey::smallint[]) with ordinality u (p, place)
             where place <= least(i.indnkeyatts, array_length(k.conkey, 1)) and p = any (k.conkey)
               and not exists (select from unnest(i.indkey::smallint[]) with ordinality b (p, place)
                               where b.place < u.place and b.p <> all (k.conkey)))
            >= case when i.indisunique and i.indnkeyatts < array_length(k.conkey, 1) then i.indnkeyatts
                    when array_length(k.conkey, 1) < 3 then array_length(k.conkey, 1)
                    else array_length(k.conkey, 1) - 1 end
        and (i.indpred is null
             or exists (select from unnest(k.conkey) num join pg_attribute a on a.attrelid = k.conrelid and a.attnum = num
                        where pg_get_expr(i.indpred, i.indrelid) = '(' || quote_ident(a.attname) || ' IS NOT NULL)')))
order by 1
