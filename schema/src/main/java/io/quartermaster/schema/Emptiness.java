package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that was never migrated must hold nothing of anybody else's; what extensions bring does not count. */
final class Emptiness {
    private static final String STRANGERS = """
            select c.relname, current_database()
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
              and not exists (select from pg_depend d
                              where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            order by c.relname
            limit 1
            """;

    private Emptiness() {}

    static void requireIfNeverMigrated(Connection connection) throws SQLException {
        if (AppliedMigration.historyExists(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet stranger = statement.executeQuery(STRANGERS)) {
            if (stranger.next()) {
                throw new SchemaException("The database " + stranger.getString(2) + " holds tables of another program ("
                        + stranger.getString(1) + ", for one): give Quartermaster a database of its own.");
            }
        }
    }
}
