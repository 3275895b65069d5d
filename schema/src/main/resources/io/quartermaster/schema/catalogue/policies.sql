select 'policy', 'table ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(p.polname),
    ' as ' || case when p.polpermissive then 'permissive' else 'restrictive' end || ' for ' || v.command || ' to ' || v.roles
        || coalesce(' using (' || v.visible || ')', '') || coalesce(' with check (' || v.writable || ')', ''),
    array['mode', case when p.polpermissive then 'permissive' else 'restrictive' end,
          'command', v.command,
          'roles', v.roles,
          'using', v.visible,
          'check', v.writable,
          'comment', obj_description(p.oid, 'pg_policy')]
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace,
    lateral (select case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
                    (select string_agg(r.name, ', ' order by r.name collate "C")
                     from unnest(p.polroles) o, lateral (select case when o = 0 then 'public' else quote_ident(pg_get_userbyid(o)) end as name) r) as roles,
                    pg_get_expr(p.polqual, p.polrelid) as visible,
                    pg_get_expr(p.polwithcheck, p.polrelid) as writable) v
where $schemas and $unextended(pg_class, c.oid)
