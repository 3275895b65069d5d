package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles belong to the whole server, so every test makes its own. */
final class ServerRoleCheckTest {
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final DatabaseRole role = new DatabaseRole("server_" + suffix, "checked");
    private final String group = "group_" + suffix;
    private final String between = "between_" + suffix;
    private ScratchDatabase database;

    @BeforeEach
    void createRoles() throws SQLException {
        database = ScratchDatabase.migrated();
        database.runAsSuperuser("create role " + role.name() + " login password '" + role.password() + "';"
                + " create role " + group + "; create role " + between + ";"
                + " grant " + ScratchDatabase.SERVER.name() + " to " + role.name());
    }

    @AfterEach
    void dropRoles() throws SQLException {
        for (String name : new String[] {role.name(), between, group}) {
            database.runAsSuperuser("reassign owned by " + name + " to current_user; drop owned by " + name);
        }
        database.close();
        try (Connection superuser = ScratchServer.shared().superuser("postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("drop role " + role.name() + ", " + between + ", " + group);
        }
    }

    @Test
    void theServersOwnRoleAndAMemberOfItAreFine() throws Exception {
        try (Connection server = database.asServer();
                Connection member = database.as(role)) {
            assertThat(ServerRoleCheck.excessivePower(server)).isEmpty();
            assertThat(ServerRoleCheck.excessivePower(member)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter role $role superuser | $role is a superuser",
                "alter role $role bypassrls | $role has BYPASSRLS",
                "alter role $role createrole | $role may create roles (CREATEROLE)",
                "alter role $role replication | $role has REPLICATION",
                "grant pg_read_all_data to $role | $role is a member of the role pg_read_all_data, which reaches past",
                "grant pg_execute_server_program to $role | is a member of the role pg_execute_server_program, which reaches",
                "alter database $database owner to $role | $role owns the database $database",
                "alter schema public owner to $role | $role owns the schema public",
                "alter table api_keys owner to $role | $role owns api_keys",
                "alter table usage_events_2026_12 owner to $role | $role owns usage_events_2026_12",
                "grant truncate on api_keys to $role | $role may truncate api_keys",
                "grant select on usage_events_2026_12 to $role | $role has rights on the partition usage_events_2026_12 itself",
                "grant delete on usage_events_2026_12 to public | $role has rights on the partition usage_events_2026_12 itself",
                "grant quartermaster_owner to $role | $role is a member of the role quartermaster_owner, which owns the database",
                "alter role $group superuser; grant $group to $role | $role is a member of the role $group, which is a superuser",
                "alter role $group bypassrls; grant $group to $between; grant $between to $role"
                        + " | $role is a member of the role $group, which has BYPASSRLS",
                // To be taken on by "set role" only.
                "alter role $role noinherit; grant quartermaster_owner to $between; grant $between to $role"
                        + " | $role is a member of the role quartermaster_owner, which owns the database",
            })
    void everyPowerThatReachesPastTheTenantsIsToldInOneSentence(String change, String told) throws Exception {
        database.runAsSuperuser(named(change));
        try (Connection server = database.as(role)) {
            assertThat(ServerRoleCheck.excessivePower(server))
                    .hasValueSatisfying(sentence -> assertThat(sentence)
                            .startsWith("The database role " + role.name())
                            .contains(named(told))
                            .endsWith("so give the server a role of its own without it."));
        }
    }

    @Test
    void aSuperuserThatHasTakenOnALesserRoleIsStillToldOf() throws Exception {
        try (Connection superuser = database.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("set role " + ScratchDatabase.SERVER.name());
            assertThat(ServerRoleCheck.excessivePower(superuser))
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("is a superuser"));
        }
    }

    private String named(String text) {
        return text.replace("$role", role.name())
                .replace("$group", group)
                .replace("$between", between)
                .replace("$database", database.name());
    }
}
