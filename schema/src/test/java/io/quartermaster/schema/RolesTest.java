package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RolesTest {
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final DatabaseRole owner = new DatabaseRole("The \"owner\" " + suffix, "it's an owner");
    private final DatabaseRole server = new DatabaseRole("the-server-" + suffix, "pässwörd \\ ' $1");
    private final ScratchDatabase database = new ScratchDatabase("Our database " + suffix);

    @AfterEach
    void drop() throws SQLException {
        database.close();
        try (Connection superuser = ScratchServer.shared().superuser("postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("drop role if exists " + SqlText.identifier(owner.name()) + ", "
                    + SqlText.identifier(server.name()));
        }
    }

    @Test
    void preparingTwiceLeavesRolesThatCanSignInAndNoMore() throws Exception {
        prepare(owner, server);
        prepare(owner, server);
        migrate();
        try (Connection connection = database.as(server)) {
            assertThat(ServerRoleCheck.excessivePower(connection)).isEmpty();
            assertThat(SchemaStanding.of(connection)).isInstanceOf(SchemaStanding.Current.class);
        }
        try (Connection connection = database.as(owner)) {
            assertThat(ask(
                            connection,
                            "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls"
                                    + " from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void preparingAgainTakesBackPowersAndSetsThePasswords() throws Exception {
        prepare(owner, server);
        database.runAsSuperuser("alter role " + SqlText.identifier(server.name()) + " superuser createrole bypassrls");
        DatabaseRole renewed = new DatabaseRole(server.name(), "another");
        prepare(owner, renewed);
        migrate();
        assertThatThrownBy(() -> database.as(server)).isInstanceOf(SQLException.class);
        try (Connection connection = database.as(renewed)) {
            assertThat(ServerRoleCheck.excessivePower(connection)).isEmpty();
        }
    }

    @Test
    void whatWasCutOffLetsNobodySignInAndIsFinishedTheNextTime() throws Exception {
        Roles.Superuser cutOff = name -> {
            if (name.equals(database.name())) {
                throw new SQLException("cut off");
            }
            return ScratchServer.shared().superuser(name);
        };
        assertThatThrownBy(() -> Roles.prepare(cutOff, database.name(), owner, server))
                .hasMessage("cut off");
        assertThatThrownBy(() -> database.as(owner)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> database.as(server)).isInstanceOf(SQLException.class);
        prepare(owner, server);
        migrate();
        database.as(server).close();
    }

    @Test
    void nobodyElseGetsIn() throws Exception {
        prepare(owner, server);
        migrate();
        try (Connection stranger = database.asSuperuser();
                Statement statement = stranger.createStatement()) {
            String name = SqlText.identifier("stranger-" + suffix);
            statement.execute("create role " + name);
            try {
                assertThat(ask(
                                stranger,
                                "select has_database_privilege('stranger-" + suffix
                                        + "', current_database(), 'connect') or has_schema_privilege('stranger-"
                                        + suffix
                                        + "', 'public', 'usage')"))
                        .isEqualTo("f");
            } finally {
                statement.execute("drop role " + name);
            }
        }
    }

    @Test
    void theServersRoleCannotMakeTablesNotEvenTemporaryOnes() throws Exception {
        prepare(owner, server);
        try (Connection connection = database.as(server);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table mine (id integer)"))
                    .hasMessageContaining("permission denied for schema public");
            assertThatThrownBy(() -> statement.execute("create temporary table mine (id integer)"))
                    .hasMessageContaining("permission denied to create temporary tables");
            assertThat(ask(connection, "show search_path")).isEqualTo("public");
        }
    }

    @Test
    void passwordsAreKeptAsScramVerifiersAndInNoText() throws Exception {
        prepare(owner, server);
        try (Connection superuser = database.asSuperuser()) {
            assertThat(ask(superuser, "select rolpassword from pg_authid where rolname = 'the-server-" + suffix + "'"))
                    .startsWith("SCRAM-SHA-256$");
        }
        assertThat(server.toString()).doesNotContain(server.password());
    }

    private void prepare(DatabaseRole owns, DatabaseRole serves) throws SQLException {
        Roles.prepare(ScratchServer.shared()::superuser, database.name(), owns, serves);
    }

    private void migrate() {
        new Migrator(database.owner(owner), server.name()).migrate();
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
