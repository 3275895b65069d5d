-- Records where tables would lie, and refuses what Citus 13 was seen to refuse. Nothing is moved anywhere.
create schema citus_stand_in;
grant usage on schema citus_stand_in to public;

create table citus_stand_in.placements (
    table_name regclass primary key, kind text not null, distribution_column text, colocation_id integer not null
);
create table citus_stand_in.forgotten (table_name regclass, at timestamptz default clock_timestamp());
create sequence citus_stand_in.colocations start 2;

create view citus_tables as
    select table_name, kind as citus_table_type, coalesce(distribution_column, '<none>') as distribution_column, colocation_id
    from citus_stand_in.placements;
grant select on citus_tables to public;

create function citus_stand_in.may_refer(referring regclass, referred regclass, columns text[]) returns boolean
language plpgsql as $$
declare
    one citus_stand_in.placements;
    other citus_stand_in.placements;
begin
    select * into one from citus_stand_in.placements p where p.table_name = referring;
    select * into other from citus_stand_in.placements p where p.table_name = referred;
    if one.kind is null and other.kind is null then
        return true; -- both local
    elsif one.kind is null or other.kind is null then
        return false;
    elsif other.kind = 'reference' then
        return true;
    end if;
    return one.kind = 'distributed' and one.colocation_id = other.colocation_id
        and one.distribution_column = any (columns);
end $$;

create function citus_stand_in.check_foreign_keys() returns void language plpgsql as $$
declare
    refused text;
begin
    select format('%s of %s to %s', o.conname, o.conrelid::regclass, o.confrelid::regclass) into refused
    from pg_constraint o
    where o.contype = 'f'
      and not citus_stand_in.may_refer(o.conrelid, o.confrelid, array(
          select a.attname::text from pg_attribute a where a.attrelid = o.conrelid and a.attnum = any (o.conkey)))
    limit 1;
    if refused is not null then
        raise exception 'cannot create foreign key constraint: %', refused
            using detail = 'Referenced table must be a distributed table or a reference table, and co-located.';
    end if;
end $$;

create function citus_stand_in.on_alter() returns event_trigger language plpgsql security definer as $$
begin
    perform citus_stand_in.check_foreign_keys();
end $$;
create event trigger citus_stand_in_alter on ddl_command_end when tag in ('ALTER TABLE', 'CREATE TABLE')
    execute function citus_stand_in.on_alter();

create function citus_stand_in.place(name regclass, new_kind text, new_column text, colocation integer, caller name)
returns void language plpgsql security definer as $$
declare
    unfit text;
begin
    if (select relowner <> caller::regrole from pg_class where oid = name) then
        raise exception 'must be owner of table %', name;
    end if;
    if exists (select from citus_stand_in.placements where table_name = name) then
        raise exception 'table "%" is already distributed', name;
    end if;
    if exists (select from pg_class where oid = name and relispartition) then
        raise exception 'distributing a partition of % alone', name;
    end if;
    if exists (select from pg_trigger where tgrelid = name and not tgisinternal) then
        raise exception 'cannot distribute relation "%" because it has triggers', name;
    end if;
    if new_column is not null then
        if not exists (select from pg_attribute where attrelid = name and attname = new_column and not attisdropped) then
            raise exception 'column "%" of relation "%" does not exist', new_column, name;
        end if;
        select x.indexrelid::regclass::text into unfit from pg_index x
        where x.indrelid = name and x.indisunique and not exists (
            select from pg_attribute a where a.attrelid = name and a.attname = new_column and a.attnum = any (x.indkey));
        if unfit is not null then
            raise exception 'cannot create constraint on "%"', name using detail = 'Distributed relations cannot have UNIQUE,'
                ' EXCLUDE, or PRIMARY KEY constraints that do not include the partition column: ' || unfit;
        end if;
    end if;
    insert into citus_stand_in.placements values (name, new_kind, new_column, colocation);
    perform citus_stand_in.check_foreign_keys();
end $$;

create function create_reference_table(table_name regclass) returns void language plpgsql as $$
begin
    perform citus_stand_in.place(table_name, 'reference', null, 1, current_user);
end $$;

create function citus_stand_in.group_of(companion text) returns integer language plpgsql security definer as $$
declare
    found integer;
begin
    if companion = 'none' then
        return nextval('citus_stand_in.colocations');
    end if;
    select colocation_id into found from citus_stand_in.placements
    where table_name = companion::regclass and kind = 'distributed';
    if found is null then
        raise exception 'relation % is not distributed', companion;
    end if;
    return found;
end $$;

create function create_distributed_table(table_name regclass, distribution_column text,
    distribution_type text default 'hash', colocate_with text default 'default', shard_count integer default null)
returns void language plpgsql as $$
begin
    perform citus_stand_in.place(table_name, 'distributed', distribution_column,
        citus_stand_in.group_of(colocate_with), current_user);
end $$;

create function truncate_local_data_after_distributing_table(function_table regclass) returns void
language plpgsql security definer as $$
begin
    if not exists (select from citus_stand_in.placements where table_name = function_table) then
        raise exception 'supplied parameter is not a distributed relation';
    end if;
    insert into citus_stand_in.forgotten (table_name) values (function_table);
end $$;

-- The real one's library makes the setting known, so that every role may set it for itself.
grant set on parameter citus.propagate_set_commands to public;
