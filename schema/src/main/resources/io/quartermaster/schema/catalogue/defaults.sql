select 'default privilege', coalesce('schema ' || quote_ident(n.nspname), ''),
    lower(a.privilege_type) || ' on ' || case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' when 'n' then 'schemas' else d.defaclobjtype::text end
        || ' of ' || quote_ident(pg_get_userbyid(d.defaclrole)) || ' to '
        || case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
    '',
    array['grantable', bool_or(a.is_grantable)::text]
from pg_default_acl d left join pg_namespace n on n.oid = nullif(d.defaclnamespace, 0), aclexplode(d.defaclacl) a
group by n.nspname, a.privilege_type, d.defaclobjtype, d.defaclrole, a.grantee
