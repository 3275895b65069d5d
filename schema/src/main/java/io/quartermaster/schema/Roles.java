package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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

    /**
     * Creates what is missing, and sets powers, rights and passwords as they should be. The passwords come with the last
     * commit: once both roles can sign in to the database, all of this was done.
     */
    public static void prepare(Superuser superuser, String database, DatabaseRole owner, DatabaseRole server)
            throws SQLException {
        String name = SqlText.identifier(database);
        try (Connection maintenance = superuser.connect("postgres");
                Statement statement = maintenance.createStatement()) {
            for (DatabaseRole role : List.of(owner, server)) {
                boolean exists = exists(maintenance, "select from pg_roles where rolname = ?", role.name());
                statement.execute(
                        (exists ? "alter role " : "create role ") + SqlText.identifier(role.name()) + NO_POWERS);
            }
            if (!exists(maintenance, "select from pg_database where datname = ?", database)) {
                statement.execute("create database " + name + " owner " + SqlText.identifier(owner.name())
                        + " template template0 encoding 'UTF8'");
            }
        }
        try (Connection inside = superuser.connect(database);
                Statement statement = inside.createStatement()) {
            inside.setAutoCommit(false);
            String serverName = SqlText.identifier(server.name());
            statement.execute("revoke all on database " + name + " from public");
            statement.execute("grant connect on database " + name + " to " + serverName);
            statement.execute("revoke all on schema public from public");
            statement.execute("grant usage on schema public to " + serverName);
            statement.execute("alter role " + serverName + " in database " + name + " set search_path = public");
            statement.execute(password(owner));
            statement.execute(password(server));
            inside.commit();
        }
    }

    /** Only a SCRAM verifier travels, so that no statement in a log can show the password. */
    private static String password(DatabaseRole role) throws SQLException {
        return PasswordUtil.genAlterUserPasswordSQL(role.name(), role.password().toCharArray(), "scram-sha-256");
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
