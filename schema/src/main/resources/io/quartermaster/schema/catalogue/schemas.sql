select 'schema' as kind, '' as container, quote_ident(n.nspname) as name,
    'create schema ' || quote_ident(n.nspname) || ' authorization ' || quote_ident(pg_get_userbyid(n.nspowner)) as ddl,
    array['owner', quote_ident(pg_get_userbyid(n.nspowner)),
          'comment', obj_description(n.oid, 'pg_namespace')] as properties
from pg_namespace n
where $schemas
