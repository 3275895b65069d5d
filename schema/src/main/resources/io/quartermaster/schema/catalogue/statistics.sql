select 'statistics', 'schema ' || quote_ident(n.nspname), quote_ident(s.stxname),
    pg_get_statisticsobjdef(s.oid),
    array['owner', quote_ident(pg_get_userbyid(s.stxowner)),
          'comment', obj_description(s.oid, 'pg_statistic_ext'),
          'definition', pg_get_statisticsobjdef(s.oid)]
from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
where $schemas and $unextended(pg_statistic_ext, s.oid)
