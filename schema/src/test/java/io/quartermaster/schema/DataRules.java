package io.quartermaster.schema;

import io.quartermaster.schema.distribute.Placements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The rules that every table keeps, as questions to the catalogue whose answers are what breaks them. */
final class DataRules {
    /** Tables of the deployment, to which no tenant's policy applies; everything else is a tenant's. */
    private static final String DEPLOYMENT_TABLES = listed(Placements.deployment());

    /** Tables that every node of a cluster has whole, so that any table may refer to them. */
    private static final String REFERENCE_TABLES = listed(Placements.everywhere());

    /** A tenant's row, in the words in which PostgreSQL writes the condition. */
    private static final String TENANTS_OWN =
            "(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid)";

    private static final String TABLES = """
            with ours as (
                select c.*, c.relname in $deployment as deployment
                from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and c.relname <> 'flyway_schema_history'
            ), columns as (
                select o.relname, o.deployment, a.*, format_type(a.atttypid, a.atttypmod) as type
                from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
            ), first_columns as (
                select o.relname, o.deployment, k.*, a.attname as first
                from ours o join pg_constraint k on k.conrelid = o.oid
                left join pg_attribute a on a.attrelid = o.oid and a.attnum = k.conkey[1]
            )
            """.replace("$deployment", DEPLOYMENT_TABLES);

    private static final List<String> RULES = List.of(
            """
            select relname || ' has no tenant_id uuid not null' from ours
            where not deployment
              and not exists (select from columns c where c.attrelid = ours.oid and c.attname = 'tenant_id'
                              and c.type = 'uuid' and c.attnotnull)
            """,
            """
            select relname || ' has no row level security' from ours where not deployment and not relrowsecurity
            """,
            """
            select relname || ' forces row level security on its owner' from ours where relforcerowsecurity
            """,
            """
            select relname || ' has no policy' from ours
            where not deployment and not exists (select from pg_policy p where p.polrelid = ours.oid)
            """,
            // Reading all versions is how every node polls for changes.
            """
            select relname || ' has a policy that is not its tenant''s: ' || p.polname
            from ours join pg_policy p on p.polrelid = ours.oid
            where not (p.polpermissive and p.polroles = '{0}'
                       and coalesce(pg_get_expr(p.polqual, p.polrelid), '$own') = '$own'
                       and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '$own') = '$own')
              and p.polname not in ('tenant_config_versions_read', 'user_tenants_own')
            """,
            """
            select relname || ' has a key that does not begin with tenant_id: ' || x.relname
            from (select oid as o, relname as r, deployment as d from ours) t join pg_index i on i.indrelid = t.o
                 join pg_class x on x.oid = i.indexrelid
                 left join pg_attribute a on a.attrelid = t.o and a.attnum = i.indkey[0]
            where not d and i.indisunique and a.attname is distinct from 'tenant_id'
            """.replace("select relname", "select r"),
            """
            select relname || ' has no primary key' from ours
            where not exists (select from pg_constraint k where k.conrelid = ours.oid and k.contype = 'p')
            """,
            """
            select f.relname || ' has a foreign key that does not begin with tenant_id on both sides: ' || conname
            from first_columns f join pg_class target on target.oid = confrelid
                 left join pg_attribute a on a.attrelid = confrelid and a.attnum = confkey[1]
            where contype = 'f' and not deployment and target.relname not in $reference
              and (first is distinct from 'tenant_id' or a.attname is distinct from 'tenant_id')
            """,
            """
            select f.relname || ' refers to ' || target.relname || ', which a cluster keeps elsewhere: ' || conname
            from first_columns f join pg_class target on target.oid = confrelid
            where contype = 'f' and target.relname not in $reference
              and (deployment or target.relname in $deployment)
            """,
            """
            select relname || ' has a foreign key that sets columns on deletion: ' || conname from first_columns
            where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype <> 'a')
            """,
            """
            select relname || ' has a constraint to be checked later: ' || conname from first_columns where condeferrable
            """,
            """
            select relname || ' has an exclusion constraint: ' || conname from first_columns where contype = 'x'
            """,
            """
            select relname || ' has a trigger: ' || t.tgname
            from ours join pg_trigger t on t.tgrelid = ours.oid where not t.tgisinternal
            """,
            """
            select relname || '.' || attname || ' has a type we do not use: ' || type from columns
            where type not in ('uuid', 'text', 'text[]', 'bytea', 'boolean', 'integer', 'bigint', 'jsonb',
                               'timestamp with time zone')
            """,
            """
            select relname || '.' || attname || ' is a time and no timestamptz' from columns
            where attname like '%\\_at' and type <> 'timestamp with time zone'
            """,
            """
            select relname || '.' || attname || ' counts micro-units and is no bigint' from columns
            where attname like '%\\_micros' and type <> 'bigint'
            """,
            """
            select relname || ' can be changed and has no version bigint not null' from ours
            where exists (select from columns c where c.attrelid = ours.oid and c.attname = 'updated_at')
              and not exists (select from columns c where c.attrelid = ours.oid and c.attname = 'version'
                              and c.type = 'bigint' and c.attnotnull)
            """,
            """
            select relname || '.' || attname || ' has a default that is not constant' from columns
            join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum
            where attgenerated = '' and pg_get_expr(d.adbin, d.adrelid) like '%(%'
            """,
            """
            select relname || ' has a constraint without a speaking name: ' || conname from first_columns
            where contype <> 'n'
              and (not starts_with(conname, relname || '_')
                   or contype = 'p' and conname <> relname || '_pkey'
                   or contype = 'c' and conname ~ '_check[0-9]*$'
                   or contype = 'u' and conname ~ '_key[0-9]*$'
                   or contype = 'f' and conname ~ '_fkey[0-9]*$')
            """,
            """
            select r || ' has an index without a speaking name: ' || x.relname
            from (select oid as o, relname as r from ours) t join pg_index i on i.indrelid = t.o
                 join pg_class x on x.oid = i.indexrelid
            where not starts_with(x.relname, r || '_') or x.relname ~ '_idx[0-9]*$'
            """,
            """
            select relname || ' gives everybody rights' from ours, aclexplode(relacl) a where a.grantee = 0
            """,
            """
            select relname || ' gives the server more than reading and writing rows: ' || a.privilege_type
            from ours, aclexplode(relacl) a
            where a.grantee <> relowner and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            """,
            """
            select relname || ' could be rewritten by the server' from ours, aclexplode(relacl) a
            where relname in ('audit_events', 'deployment_audit_events', 'usage_events') and a.grantee <> relowner
              and a.privilege_type not in ('SELECT', 'INSERT')
            """,
            """
            select c.relname || ' is a partition with rights or without row level security'
            from pg_class c where c.relispartition and c.relkind = 'r' and (c.relacl is not null or not c.relrowsecurity)
            """);

    private DataRules() {}

    private static String listed(Collection<String> tables) {
        return tables.stream().collect(Collectors.joining("', '", "('", "')"));
    }

    static List<String> broken(Connection owner) throws SQLException {
        List<String> broken = new ArrayList<>();
        for (String rule : RULES) {
            String query = TABLES
                    + rule.replace("$own", TENANTS_OWN)
                            .replace("$reference", REFERENCE_TABLES)
                            .replace("$deployment", DEPLOYMENT_TABLES);
            try (Statement statement = owner.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    broken.add(rows.getString(1));
                }
            }
        }
        return broken;
    }

    /** The tables with a tenant's rows, for which row level security stands. */
    static List<String> tenantTables(Connection owner) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(TABLES
                        + "select o.relname from ours o where not o.deployment"
                        + " and exists (select from columns c where c.attrelid = o.oid and c.attname = 'tenant_id')"
                        + " order by o.relname")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
