package io.quartermaster.testkit.database;

import io.quartermaster.schema.DatabaseRole;
import io.quartermaster.schema.Migrator;
import io.quartermaster.schema.Roles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh database at this release's version, with the roles a server of ours has: the owner migrates, the server's role
 * serves. Closing drops it, whoever is still connected.
 *
 * @param jdbcUrl without user and password
 * @param owner not bound by row level security
 * @param server the role the server runs as
 */
public record TestDatabase(String name, String jdbcUrl, DatabaseRole owner, DatabaseRole server)
        implements AutoCloseable {

    /** Copies the template; the first call of a JVM starts the server and migrates the template too. */
    public static TestDatabase create() {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        Template.shared().copy(name);
        return new TestDatabase(name, Template.shared().server.jdbcUrl(name), Template.OWNER, Template.SERVER);
    }

    /** As the role the server runs as. */
    public Connection connectAsServer() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, server.name(), server.password());
    }

    /** As the owner: sees and changes the rows of every tenant. */
    public Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, owner.name(), owner.password());
    }

    /** As the superuser, to break what nobody else can. */
    public Connection connectAsSuperuser() throws SQLException {
        return Template.shared().server.connect(name);
    }

    /** Drops the database and ends its connections; once is enough, twice does no harm. */
    public void drop() {
        Template.shared().drop(name);
    }

    @Override
    public void close() {
        drop();
    }

    private static final class Template {
        private static final DatabaseRole OWNER = new DatabaseRole(Roles.OWNER, "owner-of-a-test-database");
        private static final DatabaseRole SERVER = new DatabaseRole(Roles.SERVER, "server-of-a-test-database");

        private final TestServer server;
        private final String name;

        private Template(TestServer server, String name) {
            this.server = server;
            this.name = name;
        }

        static Template shared() {
            return Shared.TEMPLATE;
        }

        /** The processes that share another server have a template each, for they may be of different releases. */
        private static Template migrated() {
            TestServer server = TestServer.start();
            String name = "template_" + UUID.randomUUID().toString().replace('-', '_');
            try {
                Roles.prepare(server::connect, name, OWNER, SERVER);
                PGSimpleDataSource owner = new PGSimpleDataSource();
                owner.setUrl(server.jdbcUrl(name));
                owner.setUser(OWNER.name());
                owner.setPassword(OWNER.password());
                new Migrator(owner, SERVER.name()).migrate();
                Template template = new Template(server, name);
                if (!server.embedded()) {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> template.drop(name)));
                }
                return template;
            } catch (SQLException e) {
                throw new IllegalStateException("The template of the test databases could not be made", e);
            }
        }

        /** One at a time: PostgreSQL refuses a template that somebody else is looking at. */
        synchronized void copy(String copy) {
            execute("create database " + copy + " owner " + OWNER.name() + " template " + name);
        }

        void drop(String copy) {
            execute("drop database if exists " + copy + " with (force)");
        }

        private void execute(String sql) {
            try {
                server.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("The test server refused: " + sql, e);
            }
        }
    }

    private static final class Shared {
        private static final Template TEMPLATE = Template.migrated();
    }
}
