select 'rule', $relation || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(r.rulename),
    rtrim(pg_get_ruledef(r.oid), ';'),
    array['enabled', case r.ev_enabled when 'O' then 'yes' when 'D' then 'no' when 'R' then 'replica' else 'always' end,
          'definition', pg_get_ruledef(r.oid)]
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where $schemas and r.rulename <> '_RETURN' and $unextended(pg_class, c.oid)
