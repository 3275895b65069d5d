package io.quartermaster;

import static io.quartermaster.SignInScene.PASSWORD;
import static io.quartermaster.SignInScene.passwords;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.quartermaster.AdminClient.Answer;
import io.quartermaster.platform.http.Logs;
import io.quartermaster.testkit.Race;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Signing in by a password: lock-out, roles, and what the security log says of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignInTest {

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
    void howToSignInIsToldToAnybody() {
        Answer methods = server.nobody().get("/sign-in/methods").require(200);
        assertThat(methods.body().path("password").asBoolean()).isTrue();
        assertThat(methods.body().path("openid").asBoolean()).isFalse();
    }

    @Test
    void whoSignsInIsToldWhoTheyAreAndWhatTheyMayDo() {
        TestTenant tenant = TestTenant.on(server);
        String email = people.invite(tenant, "editor");
        AdminClient client = server.nobody().signedIn(email, PASSWORD);

        Answer me = client.get("/me").require(200);

        assertThat(me.string("kind")).isEqualTo("user");
        assertThat(me.string("email")).isEqualTo(email);
        assertThat(me.body().path("has_password").asBoolean()).isTrue();
        assertThat(me.body().path("tenants").path(0).path("slug").asString()).isEqualTo(tenant.slug());
        assertThat(me.body().path("tenants").path(0).path("role").asString()).isEqualTo("editor");
        assertThat(me.body().path("tenants").path(0).path("permissions").toString())
                .contains("models:read\"")
                .doesNotContain("members:read");
        assertThat(me.string("csrf_token")).isNotEmpty();
        assertThat(client.get(tenant.path("/models")).status()).isEqualTo(200);
        assertThat(client.get(tenant.path("/providers")).status()).isEqualTo(403);
        assertThat(client.get(TestTenant.on(server).path("")).status()).isEqualTo(404);
    }

    @Test
    void keysAreToldWhoTheyAreToo() {
        TestTenant tenant = TestTenant.on(server);
        Answer key = tenant.as("admin").get("/me").require(200);
        Answer operator = server.operator().get("/me").require(200);

        assertThat(key.string("kind")).isEqualTo("api_key");
        assertThat(key.string("display_name")).isEqualTo("test");
        assertThat(key.body().path("has_password").asBoolean()).isFalse();
        assertThat(key.body().path("tenants").path(0).path("role").asString()).isEqualTo("admin");
        assertThat(key.body().path("csrf_token").isNull()).isTrue();
        assertThat(operator.string("kind")).isEqualTo("operator");
        assertThat(operator.body().path("permissions").toString()).contains("tenants:change");
    }

    @Test
    void unknownAddressesAndWrongPasswordsLookTheSame() {
        String email = people.invite(TestTenant.on(server), "viewer");

        Answer wrong = people.signIn(email, "not the password").require(401);
        Answer unknown = people.signIn("nobody@example.org", "not the password").require(401);

        assertThat(told(wrong)).isEqualTo(told(unknown));
    }

    @Test
    void afterTheFifthFailureOneWaitsKnownOrNot() throws Exception {
        String known = people.invite(TestTenant.on(server), "viewer");
        for (String email : List.of(known, "stranger@example.org")) {
            for (int i = 0; i < 5; i++) {
                people.signIn(email, "wrong wrong wrong").require(401);
            }
            failures(email, 5, "-30 seconds"); // so that a slow machine does not sleep through the one second
            Answer locked = people.signIn(email, PASSWORD).require(429);
            assertThat(locked.problem()).isEqualTo("too_many_attempts");
            assertThat(Integer.parseInt(locked.header("retry-after"))).isBetween(2, 31);
        }
    }

    @Test
    void theWaitDoublesUpToAQuarterOfAnHourAndSuccessEndsIt() throws Exception {
        String email = people.invite(TestTenant.on(server), "viewer");
        for (int i = 0; i < 5; i++) {
            people.signIn(email, "wrong wrong wrong").require(401);
        }
        failures(email, 12, "1 minute"); // 2^7 s
        assertThat(Integer.parseInt(people.signIn(email, PASSWORD).require(429).header("retry-after")))
                .isBetween(60, 68);
        failures(email, 90, "14 minutes");
        assertThat(Integer.parseInt(people.signIn(email, PASSWORD).require(429).header("retry-after")))
                .isBetween(50, 60);
        failures(email, 90, "16 minutes");

        people.signIn(email, PASSWORD).require(200);

        people.signIn(email, "wrong wrong wrong").require(401);
        people.signIn(email, PASSWORD).require(200);
    }

    @Test
    void fortyGuessesAtOnceAreNoMoreThanFive() {
        String email = people.invite(TestTenant.on(server), "viewer");

        List<Integer> statuses = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(
                        40,
                        number -> () ->
                                people.signIn(email, "guess number " + number).status())
                .requireAll();

        // Those behind the fifth wait; a slow machine may be at it for longer than the first second of waiting.
        assertThat(statuses.stream().filter(status -> status == 401)).hasSizeBetween(5, 9);
        assertThat(statuses).contains(429).doesNotContain(500);
    }

    @Test
    void case52dAMemberReadsASuspendedTenantAndWritesNothing() {
        TestTenant tenant = TestTenant.on(server);
        AdminClient client = server.nobody().signedIn(people.invite(tenant, "admin"), PASSWORD);
        tenant.changeTenant("{\"status\":\"suspended\"}").require(200);

        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(200);
        assertThat(client.post(tenant.path("/api-keys"), "{\"name\":\"x\"}")
                        .require(403)
                        .problem())
                .isEqualTo("tenant_suspended");
        server.operator().delete("/tenants/" + tenant.slug()).require(200);
        assertThat(client.get(tenant.path("/members")).status()).isEqualTo(404);
    }

    @Test
    void anyoneMayLeaveATenantButItsLastOwner() {
        TestTenant tenant = TestTenant.on(server);
        AdminClient viewer = server.nobody().signedIn(people.invite(tenant, "viewer"), PASSWORD);
        AdminClient owner = server.nobody().signedIn(people.invite(tenant, "owner"), PASSWORD);

        viewer.delete(tenant.path("/members/" + viewer.get("/me").string("user_id")))
                .require(204);
        assertThat(owner.delete(tenant.path("/members/" + owner.get("/me").string("user_id")))
                        .require(422)
                        .problem())
                .isEqualTo("last_owner");
    }

    @Test
    void anOperatorWhoSignedInIsAuditedAsAnOperatorByName() {
        TestTenant tenant = TestTenant.on(server);
        String email = "op-" + UUID.randomUUID() + "@example.org";
        String id = server.operator()
                .post(
                        "/users",
                        "{\"email\":\"%s\",\"display_name\":\"Op\",\"password\":\"%s\",\"operator\":true}"
                                .formatted(email, PASSWORD))
                .require(201)
                .string("id");
        AdminClient operator = server.nobody().signedIn(email, PASSWORD);

        operator.post(tenant.path("/api-keys"), "{\"name\":\"by hand\"}").require(201);

        assertThat(tenant.events().getLast().path("actor_kind").asString()).isEqualTo("operator");
        assertThat(tenant.events().getLast().path("actor").asString()).isEqualTo("user:" + id);
    }

    @Test
    void theSecurityLogTellsWhatHappenedAndNoSecret() throws Exception {
        String email = people.invite(TestTenant.on(server), "viewer");
        try (Logs logs = new Logs("security")) {
            AdminClient client = server.nobody().signedIn(email, PASSWORD);
            for (int i = 0; i < 5; i++) {
                people.signIn(email, "wrong wrong wrong").require(401);
            }
            failures(email, 5, "-60 seconds");
            people.signIn(email, "wrong wrong wrong").require(429);
            server.as("qm_refused0000000000000000000000000000000000000")
                    .get("/me")
                    .require(401);
            new AdminClient(server.address(), Map.of("cookie", "qm_session=" + "x".repeat(43)))
                    .get("/me")
                    .require(401);
            client.put("/me/password", passwords(PASSWORD, "another long password"))
                    .require(429);
            client.post("/sign-out", "").require(204);

            assertThat(logs.events().stream().map(SignInTest::event))
                    .contains(
                            "sign_in",
                            "sign_in_failed",
                            "sign_in_locked",
                            "key_refused",
                            "session_refused",
                            "sign_out");
            assertThat(logs.events().toString()
                            + logs.events().stream()
                                    .map(ILoggingEvent::getKeyValuePairs)
                                    .toList())
                    .contains("email_hash", "ip=", "request_id=")
                    .doesNotContain(email, "wrong wrong", "qm_refused", PASSWORD, "xxxx");
        }
    }

    private static String event(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals("event"))
                .map(pair -> String.valueOf(pair.value))
                .findFirst()
                .orElse("");
    }

    private void failures(String email, int count, String ago) throws SQLException {
        people.sql("update sign_in_failures set failures = " + count + ", last_failed_at = now() - interval '" + ago
                + "' where email_hash = sha256('" + email + "')");
    }

    private static String told(Answer answer) {
        return answer.text().replaceAll("urn:uuid:[0-9a-f-]+", "<request>");
    }
}
