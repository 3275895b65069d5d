-- Whatever else somebody made: that it is there, by its full name.
select 'other', '', o.type || ' ' || o.identity, '', array['present', 'yes']
from (
    select 'pg_operator'::regclass as class, oid from pg_operator
    union all select 'pg_opclass'::regclass, oid from pg_opclass
    union all select 'pg_opfamily'::regclass, oid from pg_opfamily
    union all select 'pg_collation'::regclass, oid from pg_collation
    union all select 'pg_conversion'::regclass, oid from pg_conversion
    union all select 'pg_ts_config'::regclass, oid from pg_ts_config
    union all select 'pg_ts_dict'::regclass, oid from pg_ts_dict
    union all select 'pg_cast'::regclass, oid from pg_cast
    union all select 'pg_language'::regclass, oid from pg_language
    union all select 'pg_publication'::regclass, oid from pg_publication
    union all select 'pg_event_trigger'::regclass, oid from pg_event_trigger
    union all select 'pg_foreign_server'::regclass, oid from pg_foreign_server
    union all select 'pg_foreign_data_wrapper'::regclass, oid from pg_foreign_data_wrapper
) made, lateral pg_identify_object(made.class, made.oid, 0) o
where made.oid >= 16384 and coalesce(o.schema, '') <> 'pg_catalog'
  and not exists (select from pg_depend d where d.classid = made.class and d.objid = made.oid and d.deptype in ('e', 'i'))
