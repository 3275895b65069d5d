-- What a server relies on at each start, a line for each, the same on every version of PostgreSQL. Partitions are left out: they come
-- with time, and what counts of them is their parent's.
with ours as (
    select c.oid, c.relname, 'public.' || quote_ident(c.relname) as name, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'flyway_schema_history'
)
select 'table' as kind, o.name as object, '' as text from ours o
union all
select 'column', o.name || '.' || quote_ident(a.attname),
    format_type(a.atttypid, a.atttypmod)
        || case when a.attgenerated <> '' then ' generated as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
                else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end
        || case when a.attidentity <> '' then ' identity' else '' end
        || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation::text else '' end
        || case when a.attnotnull then ' not null' else '' end
from ours o join pg_attribute a on a.attrelid = o.oid join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped
union all
select 'constraint', o.name || '.' || quote_ident(k.conname), pg_get_constraintdef(k.oid)
from ours o join pg_constraint k on k.conrelid = o.oid
where k.contype in ('p', 'u', 'c', 'f', 'x')
union all
select case when i.indisunique then 'unique index' else 'index' end, o.name || '.' || quote_ident(x.relname),
    replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') || case when i.indisvalid then '' else ' (invalid)' end
from ours o join pg_index i on i.indrelid = o.oid join pg_class x on x.oid = i.indexrelid
where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
union all
select 'policy', o.name || '.' || quote_ident(p.polname),
    case when p.polpermissive then 'permissive' else 'restrictive' end || ' for ' || p.polcmd::text
        || ' to ' || (select string_agg(case when r = 0 then 'public' else pg_get_userbyid(r)::text end, ', ') from unnest(p.polroles) r)
        || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
        || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
from ours o join pg_policy p on p.polrelid = o.oid
union all
select 'row level security', o.name, case when o.relforcerowsecurity then 'forced' else 'enabled' end from ours o where o.relrowsecurity
