package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which key goes where: the operator's serves granted tenants at the operator's address, and nowhere else. */
final class DeploymentKeyTest {

    private static final String DEPLOYMENT_KEY = "sk-of-the-operator-canary";
    private static FakeUpstream official;
    private static TestServer server;
    private FakeUpstream custom;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        official = FakeUpstream.start();
        server = TestServer.start(Map.of(
                "QM_PROVIDER_KEY_OPENAI",
                DEPLOYMENT_KEY,
                "QM_PROVIDER_URL_OPENAI",
                official.baseUrl().toString(),
                "QM_PROVIDER_KEY_OPENAI_COMPATIBLE",
                DEPLOYMENT_KEY));
    }

    @AfterAll
    static void stop() {
        server.close();
        official.close();
    }

    @BeforeEach
    void newTenant() {
        custom = FakeUpstream.start();
        tenant = TestTenant.on(server);
        official.forget();
    }

    @AfterEach
    void closeCustom() {
        custom.close();
    }

    @Test
    void case05_withoutAnEffectiveKeyTheCentralKeyCannotBeOn() {
        Answer refused = create("{\"family\":\"openai\",\"name\":\"keyless\"}").require(422);
        assertThat(refused.problem()).isEqualTo("missing_api_key");
        assertThat(refused.errorField()).isEqualTo("api_key");
        Answer keyless = create("{\"family\":\"openai-compatible\",\"name\":\"keyless\",\"base_url\":\"%s\"}"
                        .formatted(custom.baseUrl()))
                .require(201);
        assertThat(keyless.string("credential_source")).isEqualTo("none");
        assertThat(create("{\"family\":\"openai-compatible\",\"name\":\"nowhere\"}")
                        .require(422)
                        .problem())
                .isEqualTo("base_url_required");
        create("{\"family\":\"ollama\",\"name\":\"local\"}").require(201);
    }

    @Test
    void case05_aGrantedDeploymentKeyServesAtTheOperatorsAddress() {
        grant();
        Answer created = create("{\"family\":\"openai\",\"name\":\"granted\"}").require(201);
        assertThat(created.string("credential_source")).isEqualTo("deployment");
        assertThat(created.body().path("has_effective_key").asBoolean()).isTrue();
        assertThat(created.body().path("has_stored_key").asBoolean()).isFalse();
        tenant.model("openai", "gpt-4o", "");
        ChatCaller.Chat call = tenant.chats().call("gpt-4o");
        assertThat(call.status()).as(call.text()).isEqualTo(200);
        assertThat(call.credentialSource()).isEqualTo("deployment");
        assertThat(authorization(official)).isEqualTo("Bearer " + DEPLOYMENT_KEY);
    }

    @Test
    void case05_aCustomAddressNeverGetsTheDeploymentKeyNotEvenOfAFamilyThatNeedsNone() {
        tenant.changeTenant("{\"deployment_key_families\":[\"openai\",\"openai-compatible\"]}")
                .require(200);
        Answer refused = create(
                        "{\"family\":\"openai\",\"name\":\"evil\",\"base_url\":\"%s\"}".formatted(custom.baseUrl()))
                .require(422);
        assertThat(refused.problem()).isEqualTo("missing_api_key");

        create("{\"family\":\"openai-compatible\",\"name\":\"keyless\",\"base_url\":\"%s\"}"
                        .formatted(custom.baseUrl()))
                .require(201);
        tenant.model("local");
        ChatCaller.Chat call = tenant.chats().call("local");
        assertThat(call.status()).as(call.text()).isEqualTo(200);
        assertThat(call.credentialSource()).isEqualTo("none");
        assertThat(custom.requests()).isEqualTo(1);
        assertThat(custom.exchanges().getFirst().headers().toString()).doesNotContain("canary");
        assertThat(custom.exchanges().getFirst().header("authorization")).isEmpty();
    }

    @Test
    void case05_aProviderOfTheDeploymentKeyCannotBePointedElsewhere() {
        grant();
        String id = create("{\"family\":\"openai\",\"name\":\"granted\"}")
                .require(201)
                .string("id");
        assertThat(tenant.patch("/providers/" + id, "{\"base_url\":\"%s\"}".formatted(custom.baseUrl()))
                        .require(422)
                        .problem())
                .isEqualTo("missing_api_key");
        Answer moved = tenant.patch(
                        "/providers/" + id, "{\"base_url\":\"%s\",\"api_key\":\"sk-own\"}".formatted(custom.baseUrl()))
                .require(200);
        assertThat(moved.string("credential_source")).isEqualTo("central");
        String model = tenant.model("openai", "gpt-4o", ",\"provider_id\":\"" + id + "\"");
        assertThat(tenant.chats().call(model).credentialSource()).isEqualTo("central");
        assertThat(authorization(custom)).isEqualTo("Bearer sk-own");
        assertThat(official.requests()).isZero();
    }

    @Test
    void case05_aProviderWhoseGrantWasTakenBackCanStillBeDisabledAndRenamed() {
        grant();
        String id = create("{\"family\":\"openai\",\"name\":\"granted\"}")
                .require(201)
                .string("id");
        tenant.changeTenant("{\"deployment_key_families\":[]}").require(200);
        Answer shown = tenant.get("/providers/" + id).require(200);
        assertThat(shown.string("unusable_reason")).isEqualTo("missing_api_key");
        assertThat(shown.string("credential_source")).isEqualTo("none");
        tenant.patch("/providers/" + id, "{\"name\":\"without a key\"}").require(200);
        tenant.patch("/providers/" + id, "{\"enabled\":false}").require(200);
        tenant.patch("/providers/" + id, "{\"user_key_allowed\":true}").require(422);
    }

    @Test
    void case13_withADeploymentKeyUnboundModelsStayWhenTheLastProviderGoes() {
        grant();
        String id = create("{\"family\":\"openai\",\"name\":\"own\",\"api_key\":\"sk-own\"}")
                .require(201)
                .string("id");
        String unbound = tenant.model("openai", "gpt-4o", "");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("gpt-4o").credentialSource()).isEqualTo("central");
        Answer deleted = tenant.delete("/providers/" + id).require(200);
        assertThat(deleted.body().path("model_configs")).isEmpty();
        assertThat(tenant.get("/models/" + unbound)
                        .require(200)
                        .body()
                        .path("usable")
                        .asBoolean())
                .isTrue();
        assertThat(chats.call("gpt-4o").credentialSource()).isEqualTo("deployment");
    }

    @Test
    void case15_aKeyOfOneSiblingNeverServesAnother() {
        create("{\"family\":\"openai\",\"name\":\"keyed\",\"api_key\":\"sk-own\"}")
                .require(201);
        create("{\"family\":\"openai\",\"name\":\"keyless\"}").require(422);
        Answer user = create(
                        "{\"family\":\"openai\",\"name\":\"users\",\"central_key_enabled\":false,\"user_key_allowed\":true}")
                .require(201);
        assertThat(user.body().path("has_effective_key").asBoolean()).isFalse();
        assertThat(user.string("unusable_reason")).isEqualTo("user_api_key_required");
        String bound = tenant.model("openai", "gpt-4o", ",\"provider_id\":\"" + user.string("id") + "\"");
        assertThat(tenant.get("/models/" + bound).string("unusable_reason")).isEqualTo("user_api_key_required");
        assertThat(tenant.chats().call(bound).code()).isEqualTo("model_unusable");
        assertThat(official.requests()).isZero();
    }

    @Test
    void case39_anUnboundModelWithNoProviderAtAllUsesTheGrantedDeploymentKey() {
        String model = tenant.model("openai", "gpt-4o", "");
        assertThat(tenant.get("/models/" + model).string("unusable_reason")).isEqualTo("provider_not_configured");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("gpt-4o").code()).isEqualTo("model_unusable");
        grant();
        assertThat(tenant.get("/models/" + model).body().path("usable").asBoolean())
                .isTrue();
        assertThat(chats.call("gpt-4o").credentialSource()).isEqualTo("deployment");
        assertThat(authorization(official)).isEqualTo("Bearer " + DEPLOYMENT_KEY);
    }

    private void grant() {
        tenant.changeTenant("{\"deployment_key_families\":[\"openai\"]}").require(200);
    }

    private Answer create(String json) {
        return tenant.post("/providers", json);
    }

    private static String authorization(FakeUpstream upstream) {
        return upstream.exchanges().getLast().header("authorization").orElse("");
    }
}
