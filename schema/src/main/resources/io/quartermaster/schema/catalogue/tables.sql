select 'table', 'schema ' || quote_ident(n.nspname), quote_ident(c.relname),
    coalesce('partition by ' || pg_get_partkeydef(c.oid), ''),
    array['foreign', (c.relkind = 'f')::text,
          'partition_key', pg_get_partkeydef(c.oid),
          'partition_of', (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname)
                           from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
                           where i.inhrelid = c.oid and c.relispartition),
          'partition_bound', pg_get_expr(c.relpartbound, c.oid),
          'inherits', (select string_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname), ', ' order by i.inhseqno)
                       from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
                       where i.inhrelid = c.oid and not c.relispartition),
          'persistence', case c.relpersistence when 'p' then 'logged' when 'u' then 'unlogged' else 'temporary' end,
          'row_security', case when c.relrowsecurity then 'enabled' else 'disabled' end,
          'row_security_forced', c.relforcerowsecurity::text,
          'replica_identity', c.relreplident::text,
          'storage_parameters', (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o),
          'access_method', (select a.amname from pg_am a where a.oid = c.relam),
          'tablespace', (select t.spcname from pg_tablespace t where t.oid = c.reltablespace),
          'owner', quote_ident(pg_get_userbyid(c.relowner)),
          'comment', obj_description(c.oid, 'pg_class')]
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where $schemas and c.relkind in ('r', 'p', 'f') and $unextended(pg_class, c.oid)
