select 'trigger', $relation || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(g.tgname),
    pg_get_triggerdef(g.oid),
    array['enabled', case g.tgenabled when 'O' then 'yes' when 'D' then 'no' when 'R' then 'replica' else 'always' end,
          'comment', obj_description(g.oid, 'pg_trigger'),
          'definition', pg_get_triggerdef(g.oid)]
from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
where $schemas and not g.tgisinternal and g.tgparentid = 0 and $unextended(pg_class, c.oid)
