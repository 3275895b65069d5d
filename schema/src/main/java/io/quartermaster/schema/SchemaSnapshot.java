package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole schema as SQL that makes it again in an empty database, written from PostgreSQL's own catalogue: the same text
 * for the same schema, on any version of PostgreSQL. Left out are Flyway's history and the ledger's partitions, which
 * come with time. A kind of object that it cannot write stops it, so that nothing is ever missing unnoticed.
 */
public final class SchemaSnapshot {
    /** What stands for the name of the server's role, as in the migrations. */
    public static final String SERVER_ROLE = "${server_role}";

    private final Connection owner;
    private final String serverRole;

    private SchemaSnapshot(Connection owner, String serverRole) {
        this.owner = owner;
        this.serverRole = serverRole;
    }

    /** Reads the schema that the connection sees as {@code public}. */
    public static String of(Connection owner, String serverRole) throws SQLException {
        return new SchemaSnapshot(owner, serverRole).text();
    }

    private String text() throws SQLException {
        List<String> unknown = lines(CatalogueQueries.UNKNOWN);
        if (!unknown.isEmpty()) {
            throw new SchemaException("The schema snapshot cannot write these: " + String.join(", ", unknown)
                    + ". Teach it to, or leave them out of the schema.");
        }
        StringBuilder text = new StringBuilder("""
                -- The whole schema, written by bin/generate-schema from a migrated database. Change it by a migration.
                -- ${server_role} stands for the role the server runs as.
                """);
        for (String table : lines(CatalogueQueries.TABLES)) {
            text.append('\n').append(create(table));
            section(text, CatalogueQueries.INDEXES, table);
        }
        text.append("\n-- Foreign keys\n\n");
        section(text, CatalogueQueries.FOREIGN_KEYS);
        text.append("\n-- Row level security\n\n");
        section(text, CatalogueQueries.ROW_LEVEL_SECURITY);
        text.append("\n-- Rights\n\n");
        section(text, CatalogueQueries.GRANTS, serverRole, SERVER_ROLE);
        return text.toString();
    }

    private String create(String table) throws SQLException {
        List<String> parts = new ArrayList<>(lines(CatalogueQueries.COLUMNS, table));
        parts.addAll(lines(CatalogueQueries.CONSTRAINTS, table));
        List<String> partitioned = lines(CatalogueQueries.PARTITIONED_BY, table);
        return "create table " + table + " (\n    " + String.join(",\n    ", parts) + "\n)"
                + String.join("", partitioned) + ";\n";
    }

    private void section(StringBuilder text, String query, String... parameters) throws SQLException {
        for (String line : lines(query, parameters)) {
            text.append(line).append(";\n");
        }
    }

    private List<String> lines(String query, String... parameters) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }
}
