package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Providers of the deployment, and what tenants see of those that they are granted. */
final class SharedProviderTest {

    private static final String KEY = "sk-shared-canary-0123456789-tail";
    private static TestServer server;
    private AdminClient operator;
    private FakeUpstream upstream;
    private TestTenant tenant;
    private String shared;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void share() {
        operator = server.operator();
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        shared = operator.post(
                        "/shared-providers",
                        "{\"family\":\"openai\",\"name\":\"Shared %s\",\"base_url\":\"%s\",\"api_key\":\"%s\"}"
                                .formatted(tenant.slug(), upstream.baseUrl(), KEY))
                .require(201)
                .string("id");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void case52a_aGrantIsAnOrdinaryProviderOfWhichTheTenantSeesNeitherKeyNorUrl() {
        Answer grant = operator.put(grants(), "").require(200);
        assertThat(grant.string("status")).isEqualTo("granted");
        assertThat(operator.put(grants(), "").require(200).body()).isEqualTo(grant.body());
        JsonNode row = granted();
        assertThat(row.path("shared_provider_id").asString()).isEqualTo(shared);
        assertThat(row.path("family").asString()).isEqualTo("openai");
        assertThat(row.path("base_url").isNull()).isTrue();
        assertThat(row.path("key_last_four").isNull()).isTrue();
        assertThat(row.path("key_fingerprint").isNull()).isTrue();
        assertThat(row.path("has_stored_key").asBoolean()).isFalse();
        assertThat(row.path("has_effective_key").asBoolean()).isTrue();
        assertThat(row.path("credential_source").asString()).isEqualTo("shared");
        assertThat(tenant.all("/providers")).hasSize(1);

        tenant.model("openai", "gpt-4o", "");
        ChatCaller.Chat call = tenant.chats().call("gpt-4o");
        assertThat(call.status()).as(call.text()).isEqualTo(200);
        assertThat(call.credentialSource()).isEqualTo("shared");
        assertThat(authorization()).isEqualTo("Bearer " + KEY);
        assertThat(tenant.get("/audit-events").text() + tenant.get("/providers").text())
                .doesNotContain("canary")
                .doesNotContain(upstream.baseUrl().toString());
        assertThat(tenant.events())
                .filteredOn(event -> event.path("action").asString().equals("provider.grant"))
                .hasSize(1);
    }

    @Test
    void case52a_nameAndPriorityAndEnablingAreTheTenantsAndTheRestIsTheOperators() {
        operator.put(grants(), "").require(200);
        String path = "/providers/" + granted().path("id").asString();
        assertThat(tenant.patch(path, "{\"name\":\"Ours\",\"priority\":5}")
                        .require(200)
                        .string("name"))
                .isEqualTo("Ours");
        for (String refused : List.of(
                "{\"base_url\":\"https://evil.example\"}",
                "{\"api_key\":\"sk-own\"}",
                "{\"settings\":{\"project\":\"p\"}}",
                "{\"user_key_allowed\":true}")) {
            assertThat(tenant.patch(path, refused).require(422).errorCode()).isEqualTo("shared");
        }
        tenant.model("openai", "gpt-4o", "");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
        tenant.patch(path, "{\"enabled\":false}").require(200);
        assertThat(chats.call("gpt-4o").status()).isEqualTo(503);
        tenant.patch(path, "{\"enabled\":true}").require(200);
        assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
        operator.patch("/shared-providers/" + shared, "{\"enabled\":false}").require(200);
        assertThat(tenant.get(path).string("unusable_reason")).isEqualTo("provider_disabled");
        assertThat(chats.call("gpt-4o").status()).isEqualTo(503);
    }

    @Test
    void case52a_changingTheSharedKeyReachesEveryNodesGatewayWithinASecond() throws Exception {
        operator.put(grants(), "").require(200);
        tenant.model("openai", "gpt-4o", "");
        try (TestServer second = server.secondNode()) {
            ChatCaller there = new ChatCaller(second.address(), tenant.key("member"));
            assertThat(there.call("gpt-4o").status()).isEqualTo(200);
            assertThat(authorization()).isEqualTo("Bearer " + KEY);
            operator.patch("/shared-providers/" + shared, "{\"api_key\":\"sk-changed\"}")
                    .require(200);
            Instant changed = Instant.now();
            do {
                assertThat(there.call("gpt-4o").status()).isEqualTo(200);
            } while (!authorization().equals("Bearer sk-changed")
                    && Duration.between(changed, Instant.now()).toMillis() < 5_000);
            assertThat(authorization()).isEqualTo("Bearer sk-changed");
            assertThat(Duration.between(changed, Instant.now())).isLessThan(Duration.ofSeconds(1));
            assertThat(tenant.chats().call("gpt-4o").status()).isEqualTo(200);
            assertThat(authorization()).isEqualTo("Bearer sk-changed");
        }
    }

    @Test
    void case52a_revokingTombstonesWhatWasBoundAsItsDryRunSaid() {
        operator.put(grants(), "").require(200);
        String provider = granted().path("id").asString();
        String bound = tenant.model("openai", "gpt-4o", ",\"provider_id\":\"" + provider + "\"");
        Answer preview = operator.delete(grants() + "?dry_run=true").require(200);
        assertThat(preview.body().path("deleted").asBoolean()).isFalse();
        assertThat(preview.body().path("model_configs").path(0).path("id").asString())
                .isEqualTo(bound);
        tenant.get("/providers/" + provider).require(200);
        Answer revoked = operator.delete(grants()).require(200);
        assertThat(revoked.body().path("model_configs"))
                .isEqualTo(preview.body().path("model_configs"));
        assertThat(revoked.body().path("default_changes"))
                .isEqualTo(preview.body().path("default_changes"));
        tenant.get("/providers/" + provider).require(404);
        tenant.get("/models/" + bound).require(404);
        operator.get(grants()).require(404);
        operator.delete(grants()).require(404);
        JsonNode event = tenant.events().getLast();
        assertThat(event.path("action").asString()).isEqualTo("provider.revoke");
        assertThat(event.path("actor").asString()).isEqualTo("operator");
    }

    @Test
    void aTenantThatDeletesItsGrantedProviderDeclinesUntilItIsGrantedAgain() {
        operator.put(grants(), "").require(200);
        tenant.delete("/providers/" + granted().path("id").asString()).require(200);
        assertThat(operator.get(grants()).require(200).string("status")).isEqualTo("declined");
        assertThat(operator.put(grants(), "").require(200).string("status")).isEqualTo("granted");
        assertThat(granted().path("shared_provider_id").asString()).isEqualTo(shared);
    }

    @Test
    void deletingASharedProviderTakesItFromEveryTenant() {
        TestTenant other = TestTenant.on(server);
        operator.put(grants(), "").require(200);
        operator.put("/shared-providers/" + shared + "/grants/" + other.slug(), "")
                .require(200);
        assertThat(operator.delete("/shared-providers/" + shared + "?dry_run=true")
                        .require(200)
                        .body()
                        .path("tenants"))
                .hasSize(2);
        assertThat(operator.delete("/shared-providers/" + shared)
                        .require(200)
                        .body()
                        .path("tenants"))
                .hasSize(2);
        operator.get("/shared-providers/" + shared).require(404);
        assertThat(tenant.all("/providers")).isEmpty();
        assertThat(other.all("/providers")).isEmpty();
    }

    @Test
    void case60_whatADeadNodeLeftIsTakenUpAgainAtTheNextStart() throws Exception {
        operator.put(grants(), "").require(200);
        String provider = granted().path("id").asString();
        TestTenant pending = TestTenant.on(server);
        tenant.update("update shared_provider_grants set revoked_at = now() where tenant_id = ?");
        pending.update("insert into shared_provider_grants (shared_provider_id, tenant_id, created_at, created_by)"
                + " values ('" + shared + "', ?, now(), 'operator')");
        try (TestServer _ = server.secondNode()) {
            Instant end = Instant.now().plusSeconds(20);
            while (Instant.now().isBefore(end)
                    && (tenant.get("/providers/" + provider).status() == 200
                            || pending.all("/providers").isEmpty())) {
                Thread.onSpinWait();
            }
        }
        tenant.get("/providers/" + provider).require(404);
        operator.get(grants()).require(404);
        assertThat(pending.all("/providers")).hasSize(1);
        assertThat(operator.get("/shared-providers/" + shared + "/grants/" + pending.slug())
                        .string("status"))
                .isEqualTo("granted");
    }

    @Test
    void aGrantWhoseNameIsTakenGetsANumber() {
        operator.put(grants(), "").require(200);
        String name = granted().path("name").asString();
        operator.delete(grants()).require(200);
        tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"" + name + "\",\"api_key\":\"k\"}")
                .require(201);
        operator.put(grants(), "").require(200);
        assertThat(tenant.all("/providers"))
                .extracting(provider -> provider.path("name").asString())
                .contains(name + " (2)");
    }

    @Test
    void theKeyOfASharedProviderIsShownByItsLastFourAndFollowsNoRedirection() {
        Answer read = operator.get("/shared-providers/" + shared).require(200);
        assertThat(read.string("key_last_four")).isEqualTo("tail");
        assertThat(read.string("credential_kind")).isEqualTo("api_key");
        assertThat(read.text()).doesNotContain("canary");
        assertThat(operator.patch("/shared-providers/" + shared, "{\"base_url\":\"https://elsewhere.example/v1\"}")
                        .require(422)
                        .problem())
                .isEqualTo("key_must_be_sent_again");
        assertThat(operator.patch("/shared-providers/" + shared, "{\"api_key\":null}")
                        .require(422)
                        .problem())
                .isEqualTo("missing_api_key");
        assertThat(operator.post(
                                "/shared-providers",
                                "{\"family\":\"openai\",\"name\":\"Shared %s\",\"api_key\":\"k\"}"
                                        .formatted(tenant.slug()))
                        .require(409)
                        .errorField())
                .isEqualTo("name");
    }

    private String grants() {
        return "/shared-providers/" + shared + "/grants/" + tenant.slug();
    }

    private JsonNode granted() {
        return tenant.all("/providers").stream()
                .filter(provider -> !provider.path("shared_provider_id").isNull())
                .findFirst()
                .orElseThrow();
    }

    private String authorization() {
        return upstream.exchanges().getLast().header("authorization").orElse("");
    }
}
