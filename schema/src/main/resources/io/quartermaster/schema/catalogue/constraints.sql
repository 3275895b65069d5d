-- Of a partition only what it has of its own. "Not null" stands with the column, whether or not it has a constraint's name.
select 'constraint',
    case when k.contypid <> 0 then 'domain ' || quote_ident(tn.nspname) || '.' || quote_ident(t.typname)
         else 'table ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) end,
    quote_ident(k.conname),
    pg_get_constraintdef(k.oid),
    array['type', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'c' then 'check' when 'f' then 'foreign key'
                                 when 'x' then 'exclusion' else k.contype::text end,
          'columns', (select string_agg(quote_ident(a.attname), ', ' order by u.place)
                      from unnest(k.conkey) with ordinality u (num, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
                      where k.contype <> 'c'),
          'included', case when k.contype in ('p', 'u', 'x') then
              (select string_agg(quote_ident(a.attname), ', ' order by u.place)
               from pg_index x, unnest(x.indkey) with ordinality u (num, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
               where x.indexrelid = k.conindid and u.place > x.indnkeyatts) end,
          'nulls_not_distinct', case when k.contype = 'u' then (select x.indnullsnotdistinct::text from pg_index x where x.indexrelid = k.conindid) end,
          'references', (select quote_ident(rn.nspname) || '.' || quote_ident(r.relname) from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
                         where r.oid = nullif(k.confrelid, 0)),
          'referenced_columns', (select string_agg(quote_ident(a.attname), ', ' order by u.place)
                                 from unnest(k.confkey) with ordinality u (num, place)
                                      join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num),
          'on_update', case when k.contype = 'f' then $action(k.confupdtype) end,
          'on_delete', case when k.contype = 'f' then $action(k.confdeltype) end,
          'on_delete_columns', (select string_agg(quote_ident(a.attname), ', ' order by u.place)
                                from unnest(k.confdelsetcols) with ordinality u (num, place)
                                     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
          'match', case k.confmatchtype when 'f' then 'full' when 's' then 'simple' when 'p' then 'partial' end,
          'expression', case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end,
          'deferrable', case when k.condeferred then 'initially deferred' when k.condeferrable then 'initially immediate' else 'no' end,
          'validated', k.convalidated::text,
          'enforced', case when k.contype in ('c', 'f') then to_jsonb(k) ->> 'conenforced' end, -- from PostgreSQL 18 on
          'enabled', case when exists (select from pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O') then 'no' else 'yes' end,
          'inherited', (not k.connoinherit or k.contype <> 'c')::text,
          'comment', obj_description(k.oid, 'pg_constraint'),
          'definition', pg_get_constraintdef(k.oid)]
from pg_constraint k
    left join pg_class c on c.oid = k.conrelid left join pg_namespace n on n.oid = c.relnamespace
    left join pg_type t on t.oid = k.contypid left join pg_namespace tn on tn.oid = t.typnamespace
where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conparentid = 0
  and (k.conrelid <> 0 and $schemas and $unextended(pg_class, k.conrelid)
       or k.contypid <> 0 and $schemas[tn] and $unextended(pg_type, k.contypid))
