package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.access.Role;
import io.quartermaster.platform.http.Contract;
import io.quartermaster.platform.http.ContractOperation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Case 52e: nothing but {@code users} tells one tenant of another's members, by the API, by an error or below the authorisation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemberSecrecyTest {

    private static final String EMAIL = "zelda.quux@example.org";
    private static final String NAME = "Zelda Quux";

    /** About a person, whatever tenants that person is in; none of them names a tenant. */
    private static final Set<String> OF_PEOPLE = Set.of("users", "identities", "console_sessions");

    private TestServer server;
    private AdminScene ours;
    private TestTenant theirs;
    private String member;
    private String personalKey;

    @BeforeAll
    void aMemberOfAnotherTenant() throws Exception {
        server = TestServer.start();
        ours = new AdminScene(server);
        theirs = TestTenant.on(server);
        member = theirs.post(
                        "/members",
                        "{\"email\":\"%s\",\"display_name\":\"%s\",\"role\":\"admin\",\"password\":\"%s\"}"
                                .formatted(EMAIL, NAME, AdminScene.PASSWORD))
                .require(201)
                .string("user_id");
        AdminClient session = server.nobody().signedIn(EMAIL, AdminScene.PASSWORD);
        personalKey = session.post(
                        theirs.path("/api-keys"),
                        "{\"name\":\"hers\",\"role\":\"admin\",\"user_id\":\"%s\"}".formatted(member))
                .require(201)
                .string("id");
        session.post(theirs.path("/models"), AdminScene.modelJson("hers")).require(201);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void case52e_noAnswerToAnybodyOfATenantNamesAMemberOfAnother() {
        List<String> told = new ArrayList<>();
        for (ContractOperation operation : Contract.admin().operations()) {
            if (operation.method().equals("GET") && AdminSamples.operations().contains(operation.id())) {
                for (Role role : List.of(Role.VIEWER, Role.ADMIN, Role.OWNER)) {
                    String path = AdminSamples.of(operation.id(), ours).path();
                    for (AdminClient client : ours.clientsOf(role)) {
                        Answer answer = client.get(path);
                        if (namesTheMember(answer.text() + answer.headers())) {
                            told.add(operation.id() + " as " + role.word() + ": " + answer.text());
                        }
                    }
                }
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void case52e_noErrorTellsAMemberOfAnotherTenantFromNobody() {
        List<String> told = new ArrayList<>();
        for (AdminClient client : ours.clientsOf(Role.OWNER)) {
            for (Attempt attempt : List.of(
                    new Attempt("GET", "/members/%s", ""),
                    new Attempt("PATCH", "/members/%s", "{\"role\":\"viewer\"}"),
                    new Attempt("DELETE", "/members/%s", ""),
                    new Attempt("POST", "/members/%s/invitation", ""),
                    new Attempt("POST", "/api-keys", "{\"name\":\"k\",\"role\":\"viewer\",\"user_id\":\"%s\"}"),
                    new Attempt("PATCH", "/api-keys/" + personalKey, "{\"name\":\"%s\"}"),
                    new Attempt("DELETE", "/api-keys/" + personalKey, ""))) {
                Answer hers = attempt.by(client, ours.tenant(), member, personalKey);
                Answer nobodys = attempt.by(
                        client,
                        ours.tenant(),
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString());
                if (hers.status() < 400 || !withoutIds(hers).equals(withoutIds(nobodys))) {
                    told.add(attempt + ": " + withoutIds(hers) + " / " + withoutIds(nobodys));
                }
            }
            for (String about :
                    List.of("actor=user%3A" + member, "subject_id=" + member, "subject_id=" + personalKey)) {
                String events = "/tenants/" + ours.tenant() + "/audit-events?" + about;
                assertThat(client.get(events).require(200).body().path("data")).isEmpty();
            }
            assertThat(client.get("/users/" + member).status()).isEqualTo(403);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void case52e_belowTheAuthorisationNoTableTellsWhoseMemberAPersonIs() throws SQLException {
        try (Connection connection = server.database().connectAsServer()) {
            connection.setAutoCommit(false);
            Set<String> naming = new TreeSet<>();
            List<String> told = new ArrayList<>();
            String elsewhere = "set local app.tenant_id = '" + ours.tenant() + "'";
            String another = elsewhere + "; set local app.user_id = '" + ours.user() + "'";
            for (String who : List.of("select 1", elsewhere, another)) {
                for (String table : tables(connection)) {
                    try (PreparedStatement asked = connection.prepareStatement(who)) {
                        asked.execute();
                    }
                    for (String row : rows(connection, table)) {
                        if (namesTheMember(row)) {
                            naming.add(table);
                        }
                        if (namesTheMember(row)
                                && (row.contains(theirs.id().toString()) || row.contains(theirs.slug()))) {
                            told.add(table + ": " + row);
                        }
                    }
                    connection.rollback();
                }
            }
            assertThat(told).isEmpty();
            assertThat(naming).contains("users").isSubsetOf(OF_PEOPLE);
        }
    }

    private record Attempt(String method, String below, String body) {
        Answer by(AdminClient client, String tenant, String user, String key) {
            return client.send(
                    method,
                    "/tenants/" + tenant + below.formatted(user).replaceFirst("(?<=/api-keys/).*", key),
                    body.formatted(user),
                    Map.of());
        }
    }

    private boolean namesTheMember(String text) {
        return text.contains(member) || text.contains(EMAIL) || text.contains(NAME);
    }

    private static String withoutIds(Answer answer) {
        return answer.status() + " " + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>");
    }

    /** Every table and view that the server's role may read. */
    private static List<String> tables(Connection connection) throws SQLException {
        return texts(
                connection,
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')"
                        + " and has_table_privilege(oid, 'select') order by relname");
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        return texts(connection, "select to_jsonb(t)::text from " + table + " t");
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
