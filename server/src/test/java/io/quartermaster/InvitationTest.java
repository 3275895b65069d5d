package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Taking up invitations: nobody is taken over by one, and nobody becomes a member through an account that others prepared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InvitationTest {

    private static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private TestServer server;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aNewPersonSetsAPasswordWithTheTokenAndIsIn() {
        TestTenant tenant = TestTenant.on(server);
        String email = email();
        String token = token(invite(tenant, email, "admin", ""));

        assertThat(accept(token, "").require(422).problem()).isEqualTo("password_required");
        assertThat(accept(token, "short").require(422).problem()).isEqualTo("weak_password");
        Answer joined = accept(token, PASSWORD).require(200);

        assertThat(joined.string("tenant_slug")).isEqualTo(tenant.slug());
        assertThat(joined.body().path("member").path("accepted").asBoolean()).isTrue();
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(200);
        assertThat(accept(token, PASSWORD).status()).as("a token works once").isEqualTo(404);
    }

    @Test
    void case52bAnInvitationOfAnotherTenantNeverSetsAPassword() {
        String email = email();
        String theirs = token(invite(TestTenant.on(server), email, "owner", ""));
        String ours = token(invite(TestTenant.on(server), email, "viewer", ""));

        accept(ours, "the attacker's choice").require(401);
        server.nobody()
                .post("/sign-in", credentials(email, "the attacker's choice"))
                .require(401);

        accept(theirs, PASSWORD).require(200);
        accept(ours, PASSWORD).require(200);
    }

    @Test
    void case52bAnAccountPreparedUnderSomebodysAddressGetsNoOtherTenantsMembership() {
        TestTenant attackers = TestTenant.on(server);
        TestTenant victims = TestTenant.on(server);
        String email = email();
        invite(attackers, email, "viewer", "known to the attacker");
        Answer invited = invite(victims, email, "owner", "");

        AdminClient attacker = server.nobody().signedIn(email, "known to the attacker");

        assertThat(attacker.get(attackers.path("/models")).status()).isEqualTo(200);
        assertThat(attacker.get(victims.path("/models")).status()).isEqualTo(404);
        assertThat(attacker.get("/me").body().path("tenants").size()).isEqualTo(1);
        assertThat(victims.get("/members/" + invited.string("user_id"))
                        .body()
                        .path("accepted")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void whoIsSignedInAcceptsAsThemselvesAlone() {
        TestTenant first = TestTenant.on(server);
        TestTenant second = TestTenant.on(server);
        String email = email();
        String other = email();
        invite(first, email, "viewer", PASSWORD);
        invite(first, other, "viewer", PASSWORD);
        String token = token(invite(second, email, "editor", ""));

        assertThat(server.nobody()
                        .signedIn(other, PASSWORD)
                        .post("/invitations/accept", "{\"token\":\"%s\"}".formatted(token))
                        .status())
                .isEqualTo(422);
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        Answer signedIn =
                server.nobody().post("/sign-in", credentials(email, PASSWORD)).require(200);
        assertThat(new AdminClient(server.address(), java.util.Map.of("cookie", signedIn.cookie()))
                        .post("/invitations/accept", "{\"token\":\"%s\"}".formatted(token))
                        .require(403)
                        .problem())
                .isEqualTo("csrf");
        client.post("/invitations/accept", "{\"token\":\"%s\"}".formatted(token))
                .require(200);
        assertThat(client.get(second.path("/models")).status()).isEqualTo(200);
    }

    @Test
    void aMembershipGivesNothingUntilItIsTakenUp() {
        TestTenant tenant = TestTenant.on(server);
        String email = email();
        Answer invited = invite(tenant, email, "admin", PASSWORD);
        assertThat(invited.body().path("accepted").asBoolean()).isFalse();

        AdminClient client = server.nobody().signedIn(email, PASSWORD);

        Answer member = tenant.get("/members/" + invited.string("user_id"));
        assertThat(member.body().path("accepted").asBoolean())
                .as("the first sign-in takes up what made the user")
                .isTrue();
        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(200);
        assertThat(tenant.events().getLast().path("action").asString()).isEqualTo("member.accept");
    }

    @Test
    void expiredWithdrawnAndMadeUpTokensLookTheSame() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String expired = token(invite(tenant, email(), "viewer", ""));
        tenant.update("update invitations set expires_at = created_at where tenant_id = ?");
        Answer withdrawn = invite(tenant, email(), "viewer", "");
        tenant.delete("/members/" + withdrawn.string("user_id")).require(204);

        assertThat(told(accept(expired, PASSWORD).require(404)))
                .isEqualTo(told(accept(token(withdrawn), PASSWORD).require(404)))
                .isEqualTo(told(accept("nonsense", PASSWORD).require(404)))
                .isEqualTo(told(accept("qmi_" + java.util.UUID.randomUUID() + "_" + "x".repeat(43), PASSWORD)
                        .require(404)));
    }

    @Test
    void aNewInvitationReplacesALostOne() {
        TestTenant tenant = TestTenant.on(server);
        String email = email();
        Answer first = invite(tenant, email, "viewer", "");

        String second = token(tenant.post("/members/" + first.string("user_id") + "/invitation", "")
                .require(201));

        accept(token(first), PASSWORD).require(404);
        accept(second, PASSWORD).require(200);
        assertThat(tenant.post("/members/" + first.string("user_id") + "/invitation", "")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aSuspendedTenantTakesNobodyIn() {
        TestTenant tenant = TestTenant.on(server);
        String email = email();
        String token = token(invite(tenant, email, "viewer", PASSWORD));
        tenant.changeTenant("{\"status\":\"suspended\"}").require(200);

        assertThat(accept(token, PASSWORD).require(403).problem()).isEqualTo("tenant_suspended");
        AdminClient client = server.nobody().signedIn(email, PASSWORD);
        assertThat(client.get(tenant.path("/models")).status()).isEqualTo(404);
        tenant.changeTenant("{\"status\":\"active\"}").require(200);
        server.nobody().signedIn(email, PASSWORD);
        assertThat(client.get(tenant.path("/models")).status()).isEqualTo(200);
    }

    @Test
    void noTokenIsStoredOrAudited() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String token = token(invite(tenant, email(), "viewer", ""));

        assertThat(tenant.texts("select i::text from invitations i where tenant_id = ?")
                        .toString())
                .doesNotContain(token.substring(token.length() - 43));
        assertThat(tenant.events().toString()).doesNotContain(token.substring(token.length() - 43));
    }

    private static String email() {
        return "invited-" + PEOPLE.incrementAndGet() + "@example.org";
    }

    private static Answer invite(TestTenant tenant, String email, String role, String password) {
        String first = password.isEmpty() ? "" : ",\"password\":\"" + password + "\"";
        return tenant.post(
                        "/members",
                        "{\"email\":\"%s\",\"display_name\":\"P\",\"role\":\"%s\"%s}".formatted(email, role, first))
                .require(201);
    }

    private static String token(Answer invited) {
        return invited.body().path("invitation").path("token").asString();
    }

    private Answer accept(String token, String password) {
        String proof = password.isEmpty() ? "" : ",\"password\":\"" + password + "\"";
        return server.nobody().post("/invitations/accept", "{\"token\":\"%s\"%s}".formatted(token, proof));
    }

    private static String credentials(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    }

    private static String told(Answer answer) {
        return answer.text().replaceAll("urn:uuid:[0-9a-f-]+", "<request>");
    }
}
