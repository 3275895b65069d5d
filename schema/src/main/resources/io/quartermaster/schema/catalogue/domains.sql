select 'domain', 'schema ' || quote_ident(n.nspname), quote_ident(t.typname),
    'create domain ' || quote_ident(n.nspname) || '.' || quote_ident(t.typname) || ' as ' || format_type(t.typbasetype, t.typtypmod)
        || case when t.typcollation <> b.typcollation then ' collate ' || t.typcollation::regcollation::text else '' end
        || coalesce(' default ' || t.typdefault, '') || case when t.typnotnull then ' not null' else '' end,
    array['type', format_type(t.typbasetype, t.typtypmod),
          'collation', case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end,
          'default', t.typdefault,
          'not_null', t.typnotnull::text,
          'owner', quote_ident(pg_get_userbyid(t.typowner)),
          'comment', obj_description(t.oid, 'pg_type')]
from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
where $schemas and t.typtype = 'd' and $unextended(pg_type, t.oid)
