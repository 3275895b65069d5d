package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PasswordUtil;

/** Sets up a server of our own, the embedded one: its two roles and its database, as its superuser. May run at every start. */
public final class Roles {
    /** The database, the owner and the server's role of an embedded server. */
    public static final String DATABASE = "quartermaster";

    public static final String OWNER = "quartermaster_owner";
    public static final String SERVER = "quartermaster_server";

    private static final String NO_POWERS =
            " login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls";

    private Roles() {}

    /** Opens a connection of the superuser to one of the server's databases. */
    @FunctionalInterface
    public interface Superuser {
        Connection connect(String database) throws SQLException;
    }

    /** Creates what is missing, and sets powers, passwords and rights as they should be. */
    public static void prepare(Superuser superuser, String database, DatabaseRole owner, DatabaseRole server)
            throws SQLException {
        try (Connection maintenance = superuser.connect("postgres");
                Statement statement = maintenance.createStatement()) {
            prepareRole(maintenance, owner);
            prepareRole(maintenance, server);
            String name = SqlText.identifier(database);
            if (!exists(maintenance, "select from pg_database where datname = ?", database)) {
                statement.execute("create database " + name + " owner " + SqlText.identifier(owner.name())
                        + " template template0 encoding 'UTF8'");
            }
            statement.execute("revoke all on database " + name + " from public");
            statement.execute("grant connect on database " + name + " to " + SqlText.identifier(server.name()));
            statement.execute("alter role " + SqlText.identifier(server.name()) + " in database " + name
                    + " set search_path = public");
        }
        try (Connection inside = superuser.connect(database);
                Statement statement = inside.createStatement()) {
            statement.execute("revoke all on schema public from public");
            statement.execute("grant usage on schema public to " + SqlText.identifier(server.name()));
        }
    }

    private static void prepareRole(Connection maintenance, DatabaseRole role) throws SQLException {
        String name = SqlText.identifier(role.name());
        boolean exists = exists(maintenance, "select from pg_roles where rolname = ?", role.name());
        try (Statement statement = maintenance.createStatement()) {
            statement.execute((exists ? "alter role " : "create role ") + name + NO_POWERS);
            // Only a SCRAM verifier travels, so that no statement in a log can show the password.
            statement.execute(PasswordUtil.genAlterUserPasswordSQL(
                    role.name(), role.password().toCharArray(), "scram-sha-256"));
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }
}
