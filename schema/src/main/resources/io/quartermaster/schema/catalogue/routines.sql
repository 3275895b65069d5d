select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
    'schema ' || quote_ident(n.nspname), quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    case when p.prokind = 'a' then '' else pg_get_functiondef(p.oid) end,
    array['arguments', pg_get_function_arguments(p.oid),
          'returns', pg_get_function_result(p.oid),
          'language', l.lanname,
          'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
          'security', case when p.prosecdef then 'definer' else 'invoker' end,
          'strict', p.proisstrict::text,
          'leakproof', p.proleakproof::text,
          'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
          'settings', (select string_agg(s, ', ' order by s collate "C") from unnest(p.proconfig) s),
          'body', coalesce(pg_get_function_sqlbody(p.oid), p.prosrc),
          'aggregate', (select a.aggtransfn::text || ' ' || a.aggfinalfn::text || ' ' || format_type(a.aggtranstype, null) || coalesce(' ' || a.agginitval, '')
                        from pg_aggregate a where a.aggfnoid = p.oid),
          'owner', quote_ident(pg_get_userbyid(p.proowner)),
          'comment', obj_description(p.oid, 'pg_proc'),
          'definition', case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end]
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
where $schemas and $unextended(pg_proc, p.oid)
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
