package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a distribution over a cluster was ended before foreign keys were back, so that no server may write. */
public final class UnfinishedDistribution {
    /** The schema with the notes of it, which is there exactly as long. */
    public static final String HOME = "quartermaster_distribution";

    private UnfinishedDistribution() {}

    /** Any role may ask. */
    public static boolean in(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select exists (select from pg_namespace where nspname = '" + HOME + "')")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
