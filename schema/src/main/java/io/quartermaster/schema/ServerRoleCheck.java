package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether the role the server runs as is bound by row level security. Roles it is a member of count as its own, however far
 * away and whether inherited or to be set.
 */
public final class ServerRoleCheck {
    private static final String WAY_OUT =
            ": tenants would not be safe from each other, so give the server a role of its own without it.";

    /** In the order in which they are worth telling; each line is a role and what is wrong with it. */
    private static final String POWERS = """
            with mine as (
                select oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication from pg_roles
                where oid in (select oid from pg_roles where rolname in (current_user, session_user))
                   or (pg_has_role(session_user, oid, 'member')
                       and not (select bool_or(rolsuper) from pg_roles where rolname in (current_user, session_user)))
            ), powers (rank, rolname, power) as (
                select 1, rolname, 'is a superuser' from mine where rolsuper
                union all select 2, rolname, 'has BYPASSRLS' from mine where rolbypassrls
                union all select 3, rolname, 'may create roles (CREATEROLE)' from mine where rolcreaterole
                union all select 4, rolname, 'has REPLICATION' from mine where rolreplication
                union all select 5, rolname, 'reaches past row level security or into the server''s files'
                    from mine where rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain',
                        'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
                union all select 6, m.rolname, 'owns the database ' || d.datname
                    from mine m join pg_database d on d.datdba = m.oid where d.datname = current_database()
                union all select 7, m.rolname, 'owns the schema public'
                    from mine m join pg_namespace n on n.nspowner = m.oid where n.nspname = 'public'
                union all select 8, m.rolname, 'owns ' || c.relname
                    from mine m join pg_class c on c.relowner = m.oid where c.relnamespace = 'public'::regnamespace
                union all select 9, m.rolname, 'may truncate ' || c.relname
                    from mine m, pg_class c
                    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                      and has_table_privilege(m.oid, c.oid, 'truncate')
                union all select 10, m.rolname, 'has rights on the partition ' || c.relname || ' itself'
                    from mine m, pg_class c
                    where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')
                      and has_table_privilege(m.oid, c.oid, 'select, insert, update, delete')
            )
            select rolname, power, session_user from powers order by rank, rolname <> session_user, power limit 1
            """;

    private ServerRoleCheck() {}

    /** Says in one sentence why the role of this connection has too much power; empty if it has not. */
    public static Optional<String> excessivePower(Connection server) throws SQLException {
        try (Statement statement = server.createStatement();
                ResultSet powers = statement.executeQuery(POWERS)) {
            if (!powers.next()) {
                return Optional.empty();
            }
            String holder = powers.getString(1);
            String role = powers.getString(3);
            String through = holder.equals(role) ? "" : " is a member of the role " + holder + ", which";
            return Optional.of("The database role " + role + through + " " + powers.getString(2) + WAY_OUT);
        }
    }
}
