package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.platform.json.Json;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings and structured credentials of provider configs. */
final class ProviderCredentialTest {

    private static final String PAIR =
            "{\"access_key_id\":\"AKIA" + "CANARY00EXAMPLE7\",\"secret_access_key\":\"canary/secret+0123456789\"}";
    private static TestServer server;
    private static final String GRANTED = "{\"deployment_key_families\":[\"bedrock\"]}";

    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
    }

    @Test
    void anAwsKeyPairIsStoredAndShownByTheEndOfItsId() {
        Answer created = bedrock(",\"credential\":" + PAIR).require(201);
        assertThat(created.string("credential_kind")).isEqualTo("aws_key_pair");
        assertThat(created.string("key_last_four")).isEqualTo("PLE7");
        assertThat(created.string("key_fingerprint")).isNotBlank();
        assertThat(created.string("credential_source")).isEqualTo("central");
        assertThat(created.string("unusable_reason")).isEmpty();
        String path = "/providers/" + created.string("id");
        assertThat(tenant.patch(path, "{\"credential\":null}").require(422).problem())
                .isEqualTo("missing_api_key");
        tenant.changeTenant(GRANTED).require(200);
        Answer cleared = tenant.patch(path, "{\"credential\":null}").require(200);
        assertThat(cleared.string("credential_source")).isEqualTo("ambient");
        assertThat(tenant.patch(path, "{\"api_key\":\"bedrock-key-of-some-length\"}")
                        .require(200)
                        .string("credential_kind"))
                .isEqualTo("api_key");
        for (Answer answer : java.util.List.of(created, tenant.get(path), tenant.get("/audit-events"))) {
            assertThat(answer.text()).doesNotContain("canary/").doesNotContain("AKIACANARY");
        }
    }

    @Test
    void case27_aBedrockProviderWithoutAKeyIsAmbientAtAmazonsAddressOnly() {
        assertThat(bedrock("").require(422).problem())
                .as("nobody has this server's identity for the asking")
                .isEqualTo("missing_api_key");
        tenant.changeTenant(GRANTED).require(200);
        Answer created = bedrock("").require(201);
        assertThat(created.string("credential_source")).isEqualTo("ambient");
        assertThat(bedrock("-elsewhere", ",\"base_url\":\"https://evil.example\"")
                        .require(422)
                        .problem())
                .isEqualTo("missing_api_key");
        String path = "/providers/" + created.string("id");
        assertThat(tenant.patch(path, "{\"base_url\":\"https://evil.example\"}")
                        .require(422)
                        .problem())
                .isEqualTo("missing_api_key");
        tenant.changeTenant("{\"deployment_key_families\":[]}").require(200);
        assertThat(tenant.get(path).string("unusable_reason")).isEqualTo("missing_api_key");
        assertThat(tenant.get(path).string("credential_source")).isEqualTo("none");
    }

    @Test
    void case05_aHostOfTheTenantReceivesNoAmbientCredentialAndACustomHostNoKeyAtAll() {
        try (FakeUpstream own = FakeUpstream.start()) {
            bedrock(",\"base_url\":\"" + own.baseUrl() + "\"").require(422);
            String id = bedrock(",\"base_url\":\"" + own.baseUrl() + "\",\"credential\":" + PAIR)
                    .require(201)
                    .string("id");
            String model = tenant.model("bedrock", "claude", ",\"provider_id\":\"" + id + "\"");
            ChatCaller.Chat call = tenant.chats().call(model);
            assertThat(call.status()).isEqualTo(404); // what answers there is no Bedrock
            assertThat(own.exchanges().getFirst().headers().toString())
                    .contains("Credential=AKIACANARY")
                    .doesNotContain("canary/");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | credential.secret_access_key | {"family":"bedrock","settings":{"region":"eu-central-1"},"credential":{"access_key_id":"AKIA000000EXAMPLE7"}}
            400 | credential.colour            | {"family":"bedrock","settings":{"region":"eu-central-1"},"credential":{"access_key_id":"AKIA000000EXAMPLE7","secret_access_key":"0123456789abcdef","colour":"red"}}
            400 | credential                   | {"family":"bedrock","settings":{"region":"eu-central-1"},"credential":{},"api_key":"k"}
            422 | credential                   | {"family":"bedrock","settings":{"region":"eu-central-1"},"credential":{"access_key_id":"AKIA000000EXAMPLE7","secret_access_key":"****************"}}
            422 | credential                   | {"family":"openai","credential":{"access_key_id":"AKIA000000EXAMPLE7"}}
            400 | credential.private_key       | {"family":"google","credential":{"type":"service_account","project_id":"p","private_key_id":"0123456789abcdef","private_key":"none","client_email":"a@b.c"}}
            400 | credential.token_uri         | {"family":"google","credential":{"type":"service_account","project_id":"p","private_key_id":"0123456789abcdef","private_key":"none","client_email":"a@b.c","token_uri":"https://evil.example"}}
            400 | settings.region              | {"family":"bedrock"}
            400 | settings.region              | {"family":"bedrock","settings":{"region":7}}
            400 | settings.colour              | {"family":"openai","api_key":"k","settings":{"colour":"red"}}
            422 | base_url                     | {"family":"azure","api_key":"k"}
            """)
    void whatDoesNotFitTheFamilyIsRefusedByItsField(int status, String field, String body) throws Exception {
        long before = tenant.version();
        Answer refused = tenant.post("/providers", body.replaceFirst("\\{", "{\"name\":\"x\","))
                .require(status);
        assertThat(refused.errorField()).isEqualTo(field);
        assertThat(refused.text()).doesNotContain("AKIA").doesNotContain("0123456789abcdef");
        assertThat(tenant.version()).isEqualTo(before);
    }

    @Test
    void aGoogleServiceAccountIsCheckedAndShownByTheEndOfItsKeyId() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("type", "service_account");
        account.put("project_id", "acme-prod");
        account.put("private_key_id", "0123456789abcdef0123456789abcdef01234567");
        account.put(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        keys.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        account.put("client_email", "svc@acme-prod.iam.gserviceaccount.com");
        account.put("token_uri", "https://oauth2.googleapis.com/token");
        Answer created = tenant.post(
                        "/providers",
                        "{\"family\":\"google\",\"name\":\"vertex\",\"settings\":{\"location\":\"europe-west4\"},\"credential\":%s}"
                                .formatted(Json.text(account)))
                .require(201);
        assertThat(created.string("credential_kind")).isEqualTo("service_account");
        String model = tenant.model("google", "gemini-3.5-flash", ",\"provider_id\":\"" + created.string("id") + "\"");
        assertThat(tenant.get("/models/" + model).string("unusable_reason")).isEmpty();
        assertThat(created.string("key_last_four")).isEqualTo("4567");
        assertThat(created.text()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void case07_settingsAreReplacedAsAWholeAndNullClearsThem() {
        String id = tenant.post(
                        "/providers",
                        "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\",\"settings\":{\"organization\":\"org-1\",\"project\":\"p1\"}}")
                .require(201)
                .string("id");
        String path = "/providers/" + id;
        assertThat(tenant.patch(path, "{\"priority\":3}").require(200).body().path("settings"))
                .hasSize(2);
        assertThat(tenant.patch(path, "{\"settings\":{\"project\":\"p2\"}}")
                        .require(200)
                        .body()
                        .path("settings")
                        .toString())
                .isEqualTo("{\"project\":\"p2\"}");
        assertThat(tenant.patch(path, "{\"settings\":null}").require(200).body().path("settings"))
                .isEmpty();
        tenant.changeTenant(GRANTED).require(200);
        assertThat(bedrock("").require(201).string("id"))
                .satisfies(bedrock -> tenant.patch("/providers/" + bedrock, "{\"settings\":null}")
                        .require(400));
    }

    @Test
    void theSettingsOfAnOpenAiAccountGoAlongWithEveryCall() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            tenant.post(
                            "/providers",
                            "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\",\"base_url\":\"%s\",\"settings\":{\"organization\":\"org-1\"}}"
                                    .formatted(upstream.baseUrl()))
                    .require(201);
            tenant.model("openai", "gpt-4o", "");
            assertThat(tenant.chats().call("gpt-4o").status()).isEqualTo(200);
            assertThat(upstream.exchanges().getLast().header("openai-organization"))
                    .contains("org-1");
        }
    }

    private Answer bedrock(String more) {
        return bedrock("", more);
    }

    private Answer bedrock(String name, String more) {
        return tenant.post(
                "/providers",
                "{\"family\":\"bedrock\",\"name\":\"bedrock%s\",\"settings\":{\"region\":\"eu-central-1\"}%s}"
                        .formatted(name, more));
    }
}
