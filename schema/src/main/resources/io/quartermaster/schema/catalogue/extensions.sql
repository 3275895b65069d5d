select 'extension', '', quote_ident(e.extname),
    'create extension ' || quote_ident(e.extname) || ' with schema ' || quote_ident(n.nspname) || ' version ' || quote_literal(e.extversion),
    array['version', e.extversion,
          'schema', quote_ident(n.nspname)]
from pg_extension e join pg_namespace n on n.oid = e.extnamespace
