package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who acted, as the audit trail shows it; every answer is held against the contract. */
final class AuditActorTest {

    private static final String PASSWORD = "a long enough passphrase";

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSignedInMemberActsAsAUserAndIsCalledAsTheTenantCallsThem() {
        TestTenant tenant = TestTenant.on(server);
        String member = tenant.post(
                        "/members",
                        "{\"email\":\"actor@audit.example\",\"display_name\":\"Ada\",\"role\":\"admin\",\"password\":\"%s\"}"
                                .formatted(PASSWORD))
                .require(201)
                .string("user_id");
        AdminClient ada = server.nobody().signedIn("actor@audit.example", PASSWORD);
        ada.createKey(tenant.slug(), "viewer");

        JsonNode event = tenant.events().getLast();
        assertThat(event.path("actor_kind").asString()).isEqualTo("user");
        assertThat(event.path("actor").asString()).isEqualTo("user:" + member);
        assertThat(event.path("actor_name").asString()).isEqualTo("Ada");

        tenant.patch("/members/" + member, "{\"display_name\":\"Countess\"}").require(200);
        assertThat(named(tenant, "user:" + member)).isEqualTo("Countess");
        tenant.delete("/members/" + member).require(204);
        assertThat(named(tenant, "user:" + member)).isEqualTo("Ada"); // as everybody else calls her
    }

    @Test
    void aKeyIsCalledByItsNameUntilItIsDeleted() {
        TestTenant tenant = TestTenant.on(server);
        JsonNode made = tenant.post("/api-keys", "{\"name\":\"Batch\",\"role\":\"admin\"}")
                .require(201)
                .body();
        String id = made.path("id").asString();
        server.as(made.path("key").asString()).createKey(tenant.slug(), "viewer");
        assertThat(tenant.events().getLast().path("actor_kind").asString()).isEqualTo("api_key");
        assertThat(named(tenant, "api_key:" + id)).isEqualTo("Batch");

        tenant.delete("/api-keys/" + id).require(204);
        assertThat(tenant.get("/audit-events?actor=api_key:" + id)
                        .require(200)
                        .body()
                        .path("data")
                        .path(0)
                        .path("actor_name")
                        .isNull())
                .isTrue();
    }

    @Test
    void operatorsAreCalledByTheirNamesAndTheOperatorKeyIsCalledThat() {
        TestTenant tenant = TestTenant.on(server);
        assertThat(named(tenant, "operator")).isEqualTo("Operator key");
        String id = server.operator()
                .post(
                        "/users",
                        "{\"email\":\"op@audit.example\",\"display_name\":\"Olga\",\"password\":\"%s\",\"operator\":true}"
                                .formatted(PASSWORD))
                .require(201)
                .string("id");
        AdminClient olga = server.nobody().signedIn("op@audit.example", PASSWORD);
        olga.createKey(tenant.slug(), "viewer");
        olga.patch("/settings", "{\"api_key_rotation_grace_seconds\":61}").require(200);

        JsonNode event = tenant.events().getLast();
        assertThat(event.path("actor_kind").asString()).isEqualTo("operator");
        assertThat(event.path("actor_name").asString()).isEqualTo("Olga");
        assertThat(olga.get("/audit-events?actor=user:" + id)
                        .require(200)
                        .body()
                        .path("data")
                        .path(0)
                        .path("actor_name")
                        .asString())
                .isEqualTo("Olga");
    }

    private static String named(TestTenant tenant, String actor) {
        return tenant.get("/audit-events?actor=" + actor)
                .require(200)
                .body()
                .path("data")
                .path(0)
                .path("actor_name")
                .asString();
    }
}
