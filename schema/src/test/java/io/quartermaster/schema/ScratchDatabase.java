package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own for one test, with both roles; dropped at its close. */
record ScratchDatabase(String name) implements AutoCloseable {
    static final DatabaseRole OWNER = new DatabaseRole(Roles.OWNER, "owner-of-a-scratch-database");
    static final DatabaseRole SERVER = new DatabaseRole(Roles.SERVER, "server-of-a-scratch-database");

    static ScratchDatabase empty() throws SQLException {
        String name = freshName();
        Roles.prepare(ScratchServer.shared()::superuser, name, OWNER, SERVER);
        return new ScratchDatabase(name);
    }

    /** Copied from one that was migrated once. */
    static ScratchDatabase migrated() throws SQLException {
        String name = freshName();
        ScratchServer.shared()
                .execute("create database " + name + " owner " + OWNER.name() + " template " + Template.migrated());
        return new ScratchDatabase(name);
    }

    /** Of this one as it is, by its files, which is fast for a large one; nobody may be connected to it. */
    ScratchDatabase copy() throws SQLException {
        String copy = freshName();
        ScratchServer.shared()
                .execute("create database " + copy + " owner " + OWNER.name() + " template " + name
                        + " strategy file_copy");
        return new ScratchDatabase(copy);
    }

    private static String freshName() {
        return "scratch_" + UUID.randomUUID().toString().replace('-', '_');
    }

    Migrator migrator() {
        return new Migrator(owner(), SERVER.name());
    }

    DataSource owner() {
        return owner(OWNER);
    }

    DataSource owner(DatabaseRole role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(ScratchServer.shared().url(name));
        source.setUser(role.name());
        source.setPassword(role.password());
        return source;
    }

    Connection asOwner() throws SQLException {
        return as(OWNER);
    }

    Connection asServer() throws SQLException {
        return as(SERVER);
    }

    Connection as(DatabaseRole role) throws SQLException {
        return DriverManager.getConnection(ScratchServer.shared().url(name), role.name(), role.password());
    }

    Connection asSuperuser() throws SQLException {
        return ScratchServer.shared().superuser(name);
    }

    void runAsOwner(String sql) throws SQLException {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void runAsSuperuser(String sql) throws SQLException {
        try (Connection connection = asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        ScratchServer.shared().execute("drop database " + SqlText.identifier(name) + " with (force)");
    }

    private static final class Template {
        private static @Nullable ScratchDatabase template;

        private static synchronized String migrated() throws SQLException {
            if (template == null) {
                ScratchDatabase made = empty();
                made.migrator().migrate();
                ScratchServer.shared().atExit(made);
                template = made;
            }
            return template.name();
        }
    }
}
