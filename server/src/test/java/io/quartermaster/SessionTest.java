package io.quartermaster;

import static io.quartermaster.SignInScene.PASSWORD;
import static io.quartermaster.SignInScene.credentials;
import static io.quartermaster.SignInScene.passwords;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sessions of browsers: their cookie, how they end, and who they count as. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionTest {

    private TestServer server;
    private SignInScene people;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start();
        people = new SignInScene(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theCookieIsForThisSiteAloneAndUnreadableToScripts() {
        String email = people.invite(TestTenant.on(server), "viewer");

        String cookie = people.signIn(email, PASSWORD).require(200).header("set-cookie");

        assertThat(cookie)
                .startsWith("qm_session=")
                .contains("; Path=/;", "; HttpOnly", "; SameSite=Strict", "; Max-Age=43200");
        assertThat(cookie).doesNotContain("Secure"); // plain HTTP here; over TLS it is asked for below
    }

    @Test
    void behindTlsTheCookieIsSecure() throws Exception {
        String email = people.invite(TestTenant.on(server), "viewer");
        try (TestServer behind = server.secondNode(Map.of("QM_PUBLIC_URL", "https://qm.example.org"))) {
            String cookie = behind.nobody()
                    .post("/sign-in", credentials(email, PASSWORD))
                    .require(200)
                    .header("set-cookie");
            assertThat(cookie).endsWith("; Secure");
        }
    }

    @Test
    void aSessionEndsBySigningOutByAgeAndByRest() throws Exception {
        String email = people.invite(TestTenant.on(server), "viewer");
        AdminClient out = server.nobody().signedIn(email, PASSWORD);
        AdminClient old = server.nobody().signedIn(email, PASSWORD);

        out.post("/sign-out", "").require(204);
        assertThat(out.get("/me").status()).isEqualTo(401);
        assertThat(old.get("/me").status()).isEqualTo(200);

        sessions(email, "expires_at = created_at");
        assertThat(old.get("/me").status()).isEqualTo(401);

        AdminClient resting = server.nobody().signedIn(email, PASSWORD);
        sessions(email, "last_used_at = last_used_at - interval '121 minutes'");
        assertThat(resting.get("/me").status()).isEqualTo(401);
    }

    @Test
    void usingASessionIsWrittenDownAtMostOnceAMinute() throws Exception {
        String email = people.invite(TestTenant.on(server), "viewer");
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        String first = lastUsed(email);
        client.get("/me").require(200);
        assertThat(lastUsed(email)).isEqualTo(first);

        sessions(email, "last_used_at = last_used_at - interval '61 seconds'");
        String earlier = lastUsed(email);
        client.get("/me").require(200);
        assertThat(lastUsed(email)).isGreaterThan(earlier);
    }

    @Test
    void signingInAgainRotatesTheBrowsersSession() {
        String email = people.invite(TestTenant.on(server), "viewer");
        Answer first = people.signIn(email, PASSWORD).require(200);

        Answer second = server.nobody()
                .send("POST", "/sign-in", credentials(email, PASSWORD), Map.of("cookie", first.cookie()))
                .require(200);

        assertThat(second.cookie()).isNotEqualTo(first.cookie());
        AdminClient before = new AdminClient(server.address(), Map.of("cookie", first.cookie()));
        assertThat(before.get("/me").status()).isEqualTo(401);
    }

    @Test
    void aKeyBesideACookieIsWhatCounts() {
        TestTenant tenant = TestTenant.on(server);
        String cookie = people.signIn(people.invite(tenant, "owner"), PASSWORD)
                .require(200)
                .cookie();
        AdminClient both = new AdminClient(
                server.address(), Map.of("cookie", cookie, "authorization", "Bearer " + tenant.key("viewer")));
        AdminClient broken =
                new AdminClient(server.address(), Map.of("cookie", cookie, "authorization", "Bearer nonsense"));

        assertThat(both.get("/me").require(200).string("kind")).isEqualTo("api_key");
        assertThat(broken.get("/me").status()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsAllOtherSessions() {
        String email = people.invite(TestTenant.on(server), "viewer");
        AdminClient here = server.nobody().signedIn(email, PASSWORD);
        AdminClient there = server.nobody().signedIn(email, PASSWORD);

        assertThat(here.put("/me/password", passwords("wrong wrong wrong", "another long password"))
                        .status())
                .isEqualTo(422);
        assertThat(here.put("/me/password", passwords(PASSWORD, email))
                        .require(422)
                        .problem())
                .isEqualTo("weak_password");
        here.put("/me/password", passwords(PASSWORD, "another long password")).require(204);

        assertThat(here.get("/me").status()).isEqualTo(200);
        assertThat(there.get("/me").status()).isEqualTo(401);
        people.signIn(email, PASSWORD).require(401);
        people.signIn(email, "another long password").require(200);
        assertThat(server.operator()
                        .put("/me/password", passwords(PASSWORD, "another long password"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndAnOperatorsNewPasswordEndsSessions() {
        String email = people.invite(TestTenant.on(server), "viewer");
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        String user = client.get("/me").string("user_id");

        server.operator().patch("/users/" + user, "{\"disabled\":true}").require(200);
        assertThat(client.get("/me").status()).isEqualTo(401);
        people.signIn(email, PASSWORD).require(401);

        Answer changed = server.operator()
                .patch("/users/" + user, "{\"disabled\":false,\"password\":\"what the operator set\"}")
                .require(200);
        assertThat(changed.text()).doesNotContain("argon2", "what the operator set");
        people.signIn(email, "what the operator set").require(200);
    }

    @Test
    void whoIsRemovedFromATenantIsOutAtOnce() {
        TestTenant tenant = TestTenant.on(server);
        String email = people.invite(tenant, "admin");
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(200);

        tenant.delete("/members/" + client.get("/me").string("user_id")).require(204);

        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(404);
        assertThat(client.get("/me").require(200).body().path("tenants").size()).isZero();
    }

    private void sessions(String email, String change) throws SQLException {
        people.sql("update console_sessions set " + change + " where user_id = (select id from users where email = '"
                + email + "')");
    }

    private String lastUsed(String email) throws SQLException {
        try (OwnerSql sql = new OwnerSql(server.database())) {
            return sql.texts(
                            "select last_used_at::text from console_sessions join users on id = user_id where email = '"
                                    + email + "' and ?::uuid is not null",
                            UUID.randomUUID())
                    .getFirst();
        }
    }
}
