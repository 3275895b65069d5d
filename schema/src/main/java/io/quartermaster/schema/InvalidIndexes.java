package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An index whose concurrent creation failed stays behind, is never used, and enforces nothing. */
final class InvalidIndexes {
    private static final String INVALID = """
            select string_agg(c.relname, ', ' order by c.relname)
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where not i.indisvalid and c.relnamespace = 'public'::regnamespace
            """;

    private InvalidIndexes() {}

    static void refuse(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(INVALID)) {
            names.next();
            String invalid = names.getString(1);
            if (invalid != null) {
                throw new SchemaException("After the migration these indexes are invalid: " + invalid
                        + ". Mend each with \"reindex index concurrently <name>\" and start again.");
            }
        }
    }
}
