package io.quartermaster.schema;

/**
 * Questions to PostgreSQL's catalogue, each answering lines of SQL in a fixed order. Names sort in the C collation, for a
 * database's own may be any.
 */
final class CatalogueQueries {
    /** Our tables: not the partitions, not Flyway's history. */
    private static final String OURS = """
            c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname <> 'flyway_schema_history'
            """;

    static final String TABLES =
            "select quote_ident(c.relname) from pg_class c where " + OURS + " order by c.relname collate \"C\"";

    /** Everything that {@link SchemaSnapshot} does not write, by name. */
    static final String UNKNOWN = """
            select * from (
                select 'relation ' || c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind not in ('r', 'p', 'i', 'I')
                  and not exists (select from pg_depend d
                                  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                union all select 'routine ' || p.proname from pg_proc p
                where p.pronamespace = 'public'::regnamespace
                  and not exists (select from pg_depend d
                                  where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                union all select 'type ' || t.typname from pg_type t
                where t.typnamespace = 'public'::regnamespace and t.typrelid = 0 and t.typelem = 0
                  and not exists (select from pg_depend d
                                  where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
                union all select 'trigger ' || g.tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid
                where c.relnamespace = 'public'::regnamespace and not g.tgisinternal
                union all select 'rule ' || r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                union all select 'identity, collation or rights of column ' || c.relname || '.' || a.attname
                from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
                where $ours and a.attnum > 0 and not a.attisdropped
                  and (a.attidentity <> '' or a.attgenerated not in ('', 's') or a.attacl is not null
                       or a.attcollation <> t.typcollation)
                union all select 'constraint ' || o.conname from pg_constraint o join pg_class c on c.oid = o.conrelid
                where $ours and (o.contype not in ('p', 'u', 'c', 'f', 'n') or not o.convalidated)
                union all select 'inheritance or storage of ' || c.relname from pg_class c
                where $ours and (c.relhassubclass and c.relkind = 'r' or c.reloptions is not null or c.relpersistence <> 'p')
            ) unknown (name) order by name
            """.replace("$ours", OURS);

    static final String COLUMNS = """
            select quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                        when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
                        else '' end
                || case when a.attnotnull then ' not null' else '' end
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = ('public.' || ?)::regclass and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """;

    /** PostgreSQL 18 lists "not null" as a constraint ('n') too; it stands with the column here. */
    static final String CONSTRAINTS = """
            select 'constraint ' || quote_ident(o.conname) || ' ' || pg_get_constraintdef(o.oid)
            from pg_constraint o
            where o.conrelid = ('public.' || ?)::regclass and o.contype in ('p', 'u', 'c')
            order by position(o.contype::text in 'puc'), o.conname collate "C"
            """;

    static final String PARTITIONED_BY = """
            select ' partition by ' || pg_get_partkeydef(p.partrelid)
            from pg_partitioned_table p where p.partrelid = ('public.' || ?)::regclass
            """;

    static final String INDEXES = """
            select replace(pg_get_indexdef(i.indexrelid, 0, true), ' ON ONLY ', ' ON ')
            from pg_index i join pg_class x on x.oid = i.indexrelid
            where i.indrelid = ('public.' || ?)::regclass
              and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u'))
            order by x.relname collate "C"
            """;

    static final String FOREIGN_KEYS = """
            select 'alter table ' || quote_ident(c.relname) || ' add constraint ' || quote_ident(o.conname) || ' '
                || pg_get_constraintdef(o.oid)
            from pg_constraint o join pg_class c on c.oid = o.conrelid
            where $ours and o.contype = 'f'
            order by c.relname collate "C", o.conname collate "C"
            """.replace("$ours", OURS);

    static final String ROW_LEVEL_SECURITY = """
            select line from (
                select c.relname, 0, '', 'alter table ' || quote_ident(c.relname) || ' enable row level security'
                from pg_class c where $ours and c.relrowsecurity
                union all
                select c.relname, 1, '', 'alter table ' || quote_ident(c.relname) || ' force row level security'
                from pg_class c where $ours and c.relforcerowsecurity
                union all
                select c.relname, 2, p.polname, 'create policy ' || quote_ident(p.polname) || ' on ' || quote_ident(c.relname)
                    || case when p.polpermissive then '' else ' as restrictive' end
                    || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                                                when 'd' then 'delete' else 'all' end
                    || ' to ' || (select string_agg(case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', ')
                                  from unnest(p.polroles) r)
                    || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
                    || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
                from pg_policy p join pg_class c on c.oid = p.polrelid where $ours
            ) security (tab, rank, policy, line)
            order by tab collate "C", rank, policy collate "C"
            """.replace("$ours", OURS);

    /** Parameters: the server's role, and what stands for it. The owner's own rights go without saying. */
    static final String GRANTS = """
            select 'grant ' || string_agg(lower(a.privilege_type), ', '
                        order by position(a.privilege_type in 'SELECT INSERT UPDATE DELETE'), a.privilege_type)
                || ' on ' || quote_ident(c.relname) || ' to ' || g.name
                || case when a.is_grantable then ' with grant option' else '' end
            from (select ?::text as role, ?::text as placeholder) server,
                pg_class c, aclexplode(c.relacl) a,
                lateral (select case when a.grantee = 0 then 'public'
                                     when pg_get_userbyid(a.grantee) = server.role then server.placeholder
                                     else quote_ident(pg_get_userbyid(a.grantee)) end) g (name)
            where $ours and a.grantee <> c.relowner
            group by c.relname, g.name, a.is_grantable
            order by c.relname collate "C", g.name collate "C", a.is_grantable
            """.replace("$ours", OURS);

    private CatalogueQueries() {}
}
