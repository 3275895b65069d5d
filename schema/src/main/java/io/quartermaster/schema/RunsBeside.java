package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the database remembers of each version: the oldest one whose release may run beside it. An older release cannot know
 * this of a migration that came after it.
 */
final class RunsBeside {
    private static final String TABLE = "public.schema_versions";

    private RunsBeside() {}

    /** By version; empty in a database from before it was remembered. Any role with a right to read may ask. */
    static Map<SchemaVersion, SchemaVersion> read(Connection connection) throws SQLException {
        Map<SchemaVersion, SchemaVersion> recorded = new TreeMap<>();
        if (exists(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select version, runs_beside from " + TABLE)) {
                while (rows.next()) {
                    recorded.put(new SchemaVersion(rows.getString(1)), new SchemaVersion(rows.getString(2)));
                }
            }
        }
        return recorded;
    }

    /**
     * Of each migration of a release, before it is applied if the table is there by then: a node of the release before that
     * looks in between must not think that it has to stop.
     */
    static void write(Connection owner, List<Migration> migrations) throws SQLException {
        if (!exists(owner)) {
            return;
        }
        try (PreparedStatement insert = owner.prepareStatement("insert into " + TABLE
                + " (version, runs_beside) values (?, ?) on conflict (version) do update set runs_beside = excluded.runs_beside"
                + " where schema_versions.runs_beside <> excluded.runs_beside")) {
            for (Migration migration : migrations) {
                insert.setString(1, migration.version().text());
                insert.setString(2, migration.runsBeside().text());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** What somebody emptied, or did not bring over, would let an older node stop at the next upgrade. */
    static void writeIfMissing(Connection owner, List<Migration> migrations) throws SQLException {
        Map<SchemaVersion, SchemaVersion> recorded = read(owner);
        if (!migrations.stream().map(Migration::version).allMatch(recorded::containsKey)) {
            write(owner, migrations);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select to_regclass('" + TABLE + "') is not null")) {
            answer.next();
            return answer.getBoolean(1);
        }
    }
}
