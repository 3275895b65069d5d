-- Enums, ranges and composite types; a table's row type and an array's type come with what they are of.
select case t.typtype when 'e' then 'enum' when 'r' then 'range type' else 'composite type' end,
    'schema ' || quote_ident(n.nspname), quote_ident(t.typname),
    'create type ' || quote_ident(n.nspname) || '.' || quote_ident(t.typname) || ' as '
        || case t.typtype
               when 'e' then 'enum (' || (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                                          from pg_enum e where e.enumtypid = t.oid) || ')'
               when 'r' then 'range (subtype = ' || (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid) || ')'
               else '(' || coalesce((select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
                            from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '') || ')'
           end,
    array['labels', (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
          'subtype', (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid),
          'attributes', case when t.typtype = 'c' then
              (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
               from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) end,
          'owner', quote_ident(pg_get_userbyid(t.typowner)),
          'comment', obj_description(t.oid, 'pg_type')]
from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
where $schemas and (t.typtype in ('e', 'r') or t.typtype = 'c' and c.relkind = 'c') and $unextended(pg_type, t.oid)
