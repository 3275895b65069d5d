package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Members: who may make whom what, that one owner stays, and that nothing tells who has a user already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemberTest {

    private static final Race RACE = Race.onVirtualThreads(java.time.Duration.ofSeconds(60));

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
    void case52bAnInvitationLooksTheSameWhetherOrNotTheAddressHasAUser() throws Exception {
        TestTenant theirs = TestTenant.on(server);
        TestTenant ours = TestTenant.on(server);
        theirs.post("/members", draft("known@example.org", "Their Name", "owner", "their password 1"))
                .require(201);
        String before = hash("known@example.org");

        Answer known = ours.post("/members", draft("Known@Example.org ", "Our Name", "viewer", "guessed password"))
                .require(201);
        Answer unknown = ours.post("/members", draft("unknown@example.org", "Our Name", "viewer", "guessed password"))
                .require(201);

        assertThat(told(known).replace("known@", "x@")).isEqualTo(told(unknown).replace("unknown@", "x@"));
        assertThat(UUID.fromString(known.string("user_id")).version()).isEqualTo(4);
        assertThat(UUID.fromString(unknown.string("user_id")).version()).isEqualTo(4);
        assertThat(hash("known@example.org")).isEqualTo(before).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(known.string("display_name")).isEqualTo("Our Name");
        assertThat(known.text()).doesNotContain("Their Name");
    }

    @Test
    void aPersonIsAMemberOnce() {
        TestTenant tenant = TestTenant.on(server);
        tenant.post("/members", draft("once@example.org", "Once", "member")).require(201);

        assertThat(tenant.post("/members", draft(" ONCE@example.org", "Twice", "member"))
                        .require(409)
                        .problem())
                .isEqualTo("already_exists");
        assertThat(tenant.all("/members")).hasSize(1);
    }

    @Test
    void eightInvitationsOfOneAddressAtOnceMakeOneUser() throws Exception {
        List<TestTenant> tenants = java.util.stream.IntStream.range(0, 8)
                .mapToObj(_ -> TestTenant.on(server))
                .toList();

        List<Integer> statuses = RACE.run(
                        tenants.size(),
                        number -> () -> tenants.get(number)
                                .post("/members", draft("crowd@example.org", "Crowd", "member"))
                                .status())
                .requireAll();

        assertThat(statuses).containsOnly(201);
        try (OwnerSql sql = new OwnerSql(server.database())) {
            assertThat(sql.texts(
                            "select email from users where email = 'crowd@example.org' and ?::uuid is not null",
                            UUID.randomUUID()))
                    .hasSize(1);
        }
    }

    @Test
    void case52cNobodyGrantsChangesOrRemovesARoleAboveTheirOwn() {
        TestTenant tenant = TestTenant.on(server);
        AdminClient admin = tenant.as("admin");
        String owner = invited(tenant, "owner");
        String viewer = invited(tenant, "viewer");

        assertThat(admin.post(tenant.path("/members"), draft("boss@example.org", "Boss", "owner"))
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch(tenant.path("/members/" + viewer), "{\"role\":\"owner\"}")
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch(tenant.path("/members/" + owner), "{\"role\":\"viewer\"}")
                        .status())
                .isEqualTo(403);
        assertThat(admin.delete(tenant.path("/members/" + owner)).status()).isEqualTo(403);
        assertThat(admin.post(tenant.path("/members/" + owner + "/invitation"), "")
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch(tenant.path("/members/" + viewer), "{\"role\":\"admin\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void case52cTheLastOwnerStaysWhateverIsTried() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String owner = invited(tenant, "owner");
        invited(tenant, "owner"); // not taken up: this one could not act for the tenant
        accept(tenant, owner);

        assertThat(tenant.delete("/members/" + owner).require(422).problem()).isEqualTo("last_owner");
        assertThat(tenant.patch("/members/" + owner, "{\"role\":\"admin\"}")
                        .require(422)
                        .problem())
                .isEqualTo("last_owner");
        assertThat(server.operator().delete(tenant.path("/members/" + owner)).status())
                .isEqualTo(422);
        tenant.patch("/members/" + owner, "{\"display_name\":\"Renamed\"}").require(200);
    }

    @Test
    void case52cOfTwoOwnersWhoGoAtTheSameTimeOneStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            TestTenant tenant = TestTenant.on(server);
            List<String> owners = List.of(invited(tenant, "owner"), invited(tenant, "owner"));
            for (String owner : owners) {
                accept(tenant, owner);
            }

            List<Integer> statuses = RACE.run(
                            2,
                            number -> () -> number == 0
                                    ? tenant.delete("/members/" + owners.get(0)).status()
                                    : tenant.patch("/members/" + owners.get(1), "{\"role\":\"member\"}")
                                            .status())
                    .requireAll();

            assertThat(statuses.stream().filter(status -> status == 422)).hasSize(1);
            assertThat(tenant.number("select count(*) from members where tenant_id = ? and role = 'owner'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoIsRemovedLosesPersonalKeysAndTheirLookups() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String member = invited(tenant, "member");
        tenant.key("viewer");
        tenant.update("update api_keys set user_id = '" + member + "' where tenant_id = ? and role = 'viewer'");

        tenant.delete("/members/" + member).require(204);

        assertThat(tenant.number("select count(*) from api_keys where tenant_id = ? and role = 'viewer'"))
                .isZero();
        assertThat(tenant.number("select count(*) from api_key_lookup where tenant_id = ? and api_key_id not in"
                        + " (select id from api_keys)"))
                .isZero();
        assertThat(tenant.number("select count(*) from user_tenants where tenant_id = ?"))
                .isZero();
        assertThat(tenant.get("/members/" + member).status()).isEqualTo(404);
    }

    @Test
    void aStaleChangeIsRefusedAndEveryChangeIsAuditedOnce() {
        TestTenant tenant = TestTenant.on(server);
        Answer made = tenant.post("/members", draft("stale@example.org", "Stale", "viewer"))
                .require(201);
        String path = "/members/" + made.string("user_id");
        tenant.patch(path, "{\"role\":\"editor\"}").require(200);

        Answer stale =
                tenant.send("PATCH", path, "{\"role\":\"member\"}", java.util.Map.of("if-match", made.header("etag")));

        assertThat(stale.require(412).body().path("current").path("role").asString())
                .isEqualTo("editor");
        assertThat(tenant.events().stream().map(event -> event.path("action").asString()))
                .containsSubsequence("member.invite", "member.change");
        assertThat(tenant.events().toString())
                .doesNotContain(made.body().path("invitation").path("token").asString());
    }

    @Test
    void anArchivedTenantRefusesTheOperatorsWritesByItsOwnName() {
        TestTenant tenant = TestTenant.on(server);
        server.operator().delete("/tenants/" + tenant.slug()).require(200);

        assertThat(server.operator().get(tenant.path("/members")).status()).isEqualTo(200);
        assertThat(server.operator()
                        .post(tenant.path("/members"), draft("late@example.org", "Late", "viewer"))
                        .require(403)
                        .problem())
                .isEqualTo("tenant_archived");
        tenant.changeTenant("{\"status\":\"active\"}").require(200);
        tenant.post("/members", draft("late@example.org", "Late", "viewer")).require(201);
    }

    private static String invited(TestTenant tenant, String role) {
        return tenant.post("/members", draft(UUID.randomUUID() + "@example.org", "Somebody", role))
                .require(201)
                .string("user_id");
    }

    private static void accept(TestTenant tenant, String user) throws Exception {
        tenant.update("update members set accepted_at = created_at where tenant_id = ? and user_id = '" + user + "'");
    }

    private String hash(String email) throws Exception {
        try (OwnerSql sql = new OwnerSql(server.database())) {
            return sql.texts(
                            "select password_hash from users where email = '" + email + "' and ?::uuid is not null",
                            UUID.randomUUID())
                    .getFirst();
        }
    }

    private static String draft(String email, String name, String role) {
        return "{\"email\":\"%s\",\"display_name\":\"%s\",\"role\":\"%s\"}".formatted(email, name, role);
    }

    private static String draft(String email, String name, String role, String password) {
        return "{\"email\":\"%s\",\"display_name\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
                .formatted(email, name, role, password);
    }

    /** The answer without what is random or differs from one write to the next. */
    private static String told(Answer answer) {
        return answer.text()
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                .replaceAll("qmi_[^\"]+", "<token>")
                .replaceAll("\"version\":[0-9]+", "<version>")
                .replaceAll("[0-9T:.-]+Z", "<time>");
    }
}
