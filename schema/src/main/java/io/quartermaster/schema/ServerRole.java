package io.quartermaster.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The name of the role the server runs as, fit to be written into SQL. */
record ServerRole(String name) {
    private static final int LONGEST = 63;

    ServerRole {
        if (name.isBlank()
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || name.chars().anyMatch(Character::isISOControl)
                || name.contains("${")) {
            throw new SchemaException(
                    "The server's role must be a name of 1 to 63 bytes without control characters; it has "
                            + name.length() + " characters.");
        }
    }

    String quoted() {
        return SqlText.identifier(name);
    }

    void requireFit(Connection owner) throws SQLException {
        try (PreparedStatement select =
                owner.prepareStatement("select current_user, exists (select from pg_roles where rolname = ?)")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(2)) {
                    throw new SchemaException(
                            "The role " + name + ", as which the server runs, does not exist: create it with"
                                    + " \"create role " + quoted() + " login password '…'\" and migrate again.");
                }
                if (row.getString(1).equals(name)) {
                    throw new SchemaException("The role " + name + " is meant for the server and cannot migrate too:"
                            + " migrations need an owner role of their own, which row level security does not bind.");
                }
            }
        }
    }

    /** Rights are given by the migrations, to the role of that time; another role since then has none. */
    void requireRights(Connection owner) throws SQLException {
        try (PreparedStatement select =
                owner.prepareStatement("select has_table_privilege(?, 'public.tenant_config_versions', 'update')")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new SchemaException("The role " + name
                            + " has no rights in this database, which was migrated for"
                            + " another server role: use that one, or grant it with \"grant <that role> to " + quoted()
                            + "\".");
                }
            }
        }
    }
}
