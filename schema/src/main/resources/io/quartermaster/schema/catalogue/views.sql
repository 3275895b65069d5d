select $relation, 'schema ' || quote_ident(n.nspname), quote_ident(c.relname),
    'create ' || $relation || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ' as ' || rtrim(pg_get_viewdef(c.oid), ';'),
    array['columns', (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
                      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
          'query', pg_get_viewdef(c.oid),
          'options', (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o),
          'populated', case when c.relkind = 'm' then c.relispopulated::text end,
          'owner', quote_ident(pg_get_userbyid(c.relowner)),
          'comment', obj_description(c.oid, 'pg_class')]
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where $schemas and c.relkind in ('v', 'm') and $unextended(pg_class, c.oid)
