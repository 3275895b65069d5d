-- What everybody may do with an object, its owner included; who owns it is told with the object. A right is one object of its own.
with held (container, owner, acl) as (
    select $relation || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relowner,
        coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where $schemas and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and $unextended(pg_class, c.oid)
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i' and c.relkind = 'S')
    union all
    select 'column ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname), c.relowner, a.attacl
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where $schemas and a.attacl is not null and not a.attisdropped and $unextended(pg_class, c.oid)
    union all
    select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end || ' '
            || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
        p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where $schemas and $unextended(pg_proc, p.oid)
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
    union all
    select case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range type' else 'composite type' end || ' '
            || quote_ident(n.nspname) || '.' || quote_ident(t.typname), t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
    from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
    where $schemas and (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and c.relkind = 'c') and $unextended(pg_type, t.oid)
    union all
    select 'schema ' || quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
    from pg_namespace n where $schemas
)
select 'grant', h.container, lower(a.privilege_type) || ' to ' || v.grantee,
    '',
    array['grantable', bool_or(a.is_grantable)::text]
from held h, aclexplode(h.acl) a,
    lateral (select case when a.grantee = h.owner then 'its owner' when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee) v
group by h.container, a.privilege_type, v.grantee
