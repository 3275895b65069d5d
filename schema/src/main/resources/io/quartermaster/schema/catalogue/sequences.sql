-- Those that stand by themselves or belong to a column's default; an identity's is told with its column.
select 'sequence', 'schema ' || quote_ident(n.nspname), quote_ident(c.relname),
    'create sequence ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' as ' || format_type(s.seqtypid, null)
        || ' increment ' || s.seqincrement || ' minvalue ' || s.seqmin || ' maxvalue ' || s.seqmax || ' start ' || s.seqstart
        || ' cache ' || s.seqcache || case when s.seqcycle then ' cycle' else ' no cycle' end,
    array['type', format_type(s.seqtypid, null),
          'increment', s.seqincrement::text,
          'minimum', s.seqmin::text,
          'maximum', s.seqmax::text,
          'start', s.seqstart::text,
          'cache', s.seqcache::text,
          'cycle', s.seqcycle::text,
          'persistence', c.relpersistence::text,
          'owned_by', (select quote_ident(tn.nspname) || '.' || quote_ident(tc.relname) || '.' || quote_ident(ta.attname)
                       from pg_depend d join pg_class tc on tc.oid = d.refobjid join pg_namespace tn on tn.oid = tc.relnamespace
                            join pg_attribute ta on ta.attrelid = tc.oid and ta.attnum = d.refobjsubid
                       where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'),
          'owner', quote_ident(pg_get_userbyid(c.relowner)),
          'comment', obj_description(c.oid, 'pg_class')]
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
where $schemas and c.relkind = 'S' and $unextended(pg_class, c.oid)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
