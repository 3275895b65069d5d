package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings of a tenant and of the deployment: each has a value and says whose word it is. */
final class SettingTest {

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
    void theTenantsWordGoesBeforeTheDeploymentsAndThatBeforeWhatIsBuiltIn() {
        TestTenant tenant = TestTenant.on(server);
        TestTenant another = TestTenant.on(server);
        assertThat(shown(tenant, "api_key_max_days")).isEqualTo("null built_in");
        assertThat(shown(tenant, "api_key_rotation_grace_seconds")).isEqualTo("3600 built_in");

        server.operator().patch("/settings", "{\"api_key_max_days\":30}").require(200);
        assertThat(shown(tenant, "api_key_max_days")).isEqualTo("30 deployment");

        tenant.patch("/settings", "{\"api_key_max_days\":7}").require(200);
        assertThat(shown(tenant, "api_key_max_days")).isEqualTo("7 tenant");
        assertThat(shown(another, "api_key_max_days")).isEqualTo("30 deployment");

        create(tenant, "").require(422);
        create(tenant, expiringIn(8)).require(422);
        create(tenant, expiringIn(6)).require(201);
        create(another, expiringIn(29)).require(201);
        Answer refused = create(another, expiringIn(31)).require(422);
        assertThat(refused.errorField()).isEqualTo("expires_at");
        assertThat(refused.text()).contains("30 days").contains("deployment");

        tenant.patch("/settings", "{\"api_key_max_days\":null}").require(200);
        assertThat(shown(tenant, "api_key_max_days")).isEqualTo("30 deployment");
        server.operator().patch("/settings", "{\"api_key_max_days\":null}").require(200);
        create(tenant, "").require(201);
    }

    @Test
    void aVersionNeverComesBackAndAStaleWriterIsTold() {
        TestTenant tenant = TestTenant.on(server);
        Answer first = tenant.patch("/settings", "{\"api_key_rotation_grace_seconds\":10}")
                .require(200);
        Answer second = tenant.patch("/settings", "{\"api_key_rotation_grace_seconds\":null}")
                .require(200);
        assertThat(second.body().path("version").asLong())
                .isGreaterThan(first.body().path("version").asLong());
        Map<String, String> stale = Map.of("if-match", "\"" + first.body().path("version") + "\"");
        Answer refused = tenant.send("PATCH", "/settings", "{\"api_key_rotation_grace_seconds\":20}", stale);
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.body().path("current").path("version"))
                .isEqualTo(second.body().path("version"));
        assertThat(shown(tenant, "api_key_rotation_grace_seconds")).isEqualTo("3600 built_in");
    }

    @Test
    void whatIsNoSettingOrNoValueIsRefusedByName() {
        TestTenant tenant = TestTenant.on(server);
        assertThat(tenant.patch("/settings", "{\"colour\":1}").require(400).text())
                .contains("colour");
        assertThat(tenant.patch("/settings", "{\"api_key_max_days\":0}")
                        .require(400)
                        .errorField())
                .isEqualTo("api_key_max_days");
        tenant.as("editor")
                .patch(tenant.path("/settings"), "{\"api_key_max_days\":1}")
                .require(403);
        tenant.as("owner").patch("/settings", "{\"api_key_max_days\":1}").require(403);
    }

    private static String expiringIn(int days) {
        return ",\"expires_at\":\"" + Instant.now().plus(Duration.ofDays(days)) + "\"";
    }

    private static Answer create(TestTenant tenant, String more) {
        return tenant.post("/api-keys", "{\"name\":\"k\"" + more + "}");
    }

    private static String shown(TestTenant tenant, String name) {
        var value = tenant.get("/settings").require(200).body().path("settings").path(name);
        return value.path("value") + " " + value.path("source").asString();
    }
}
