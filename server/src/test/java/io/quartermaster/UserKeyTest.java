package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys that people bring along, as the API has them. */
final class UserKeyTest {

    private static final String KEY = "sk-user-canary-0123456789-tail";
    private static final String CENTRAL = "sk-central";
    private static TestServer server;
    private TestTenant tenant;
    private TestPerson ada;
    private TestPerson bob;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void people() {
        tenant = TestTenant.on(server);
        ada = TestPerson.in(server, tenant, "member");
        bob = TestPerson.in(server, tenant, "viewer");
    }

    @Test
    void case19_aPersonSeesTheEnabledConfigsThatTakeUserKeysAndWhetherTheyAreServedWithoutOne() {
        String userOnly = provider("user only", "FTF", TestTenant.NOWHERE);
        String both = provider("both", "TTF", TestTenant.NOWHERE);
        String fallback = provider("fallback", "TTT", TestTenant.NOWHERE);
        provider("central only", "TFF", TestTenant.NOWHERE);
        String disabled = provider("disabled", "FTF", TestTenant.NOWHERE);
        tenant.patch("/providers/" + disabled, "{\"enabled\":false}").require(200);

        assertThat(ada.get("/user-keys")
                        .require(200)
                        .body()
                        .path("data")
                        .valueStream()
                        .map(row -> row.path("provider_id").asString()))
                .containsExactly(userOnly, both, fallback);
        assertThat(List.of(ada.entry(userOnly), ada.entry(both), ada.entry(fallback)))
                .allSatisfy(
                        row -> assertThat(row.path("has_user_key").asBoolean()).isFalse())
                .extracting(row -> row.path("central_fallback").asBoolean()
                        + " " + row.path("credential_source").asString()
                        + " " + row.path("unusable_reason").asString(""))
                .containsExactly(
                        "false none user_api_key_required", "false none user_api_key_required", "true central ");

        for (String id : List.of(userOnly, both, fallback)) {
            ada.putKey(id, KEY).require(200);
            assertThat(ada.entry(id).path("credential_source").asString()).isEqualTo("user");
            assertThat(ada.entry(id).path("unusable_reason").isNull()).isTrue();
            assertThat(ada.entry(id).path("central_fallback").asBoolean()).isEqualTo(id.equals(fallback));
        }
        JsonNode first = ada.get("/user-keys?limit=2").require(200).body();
        assertThat(first.path("data")).hasSize(2);
        assertThat(ada.get("/user-keys?limit=2&cursor="
                                + first.path("next_cursor").asString())
                        .require(200)
                        .body()
                        .path("data"))
                .hasSize(1);
    }

    @Test
    void case20_aKeySetOnceOrTwiceIsOneRowAndOnlyItsEndAndFingerprintAreShown() throws Exception {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        Answer first = ada.putKey(provider, "  " + KEY + " ").require(200);
        assertThat(first.string("key_last_four")).isEqualTo("tail");
        assertThat(first.string("key_fingerprint")).hasSize(16);
        assertThat(first.header("etag")).isEqualTo("\"" + first.body().path("version") + "\"");
        Answer second = ada.putKey(provider, KEY + "2").require(200);
        assertThat(second.string("key_fingerprint")).isNotEqualTo(first.string("key_fingerprint"));
        assertThat(second.string("created_at")).isEqualTo(first.string("created_at"));
        assertThat(keysStored()).isOne();
        assertThat(ada.byKey()
                        .put(tenant.path("/user-keys/" + provider), "{\"api_key\":\"" + KEY + "\"}")
                        .require(200)
                        .string("key_fingerprint"))
                .as("by an API key with the person's name on it")
                .isEqualTo(first.string("key_fingerprint"));
        assertThat(keysStored()).isOne();
        for (Answer answer : List.of(first, second, ada.get("/user-keys"), tenant.get("/audit-events"))) {
            assertThat(answer.text()).doesNotContain("canary");
        }
    }

    @Test
    void case20_twentyAtOnceAreOneRow() throws Exception {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        assertThat(Race.onVirtualThreads(Duration.ofSeconds(60))
                        .run(
                                20,
                                number ->
                                        () -> ada.putKey(provider, KEY + number).status())
                        .results())
                .containsOnly(200);
        assertThat(keysStored()).isOne();
        assertThat(actions("user-key.put")).isEqualTo(20);
    }

    @Test
    void case20_whatCannotBeSetIsRefusedWithItsReason() throws Exception {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        long before = tenant.version();
        assertThat(ada.putKey(provider, "   ").require(400).errorField()).isEqualTo("api_key");
        assertThat(ada.putKey(provider, "k".repeat(10_241)).require(400).errorCode())
                .isEqualTo("too_long");
        assertThat(ada.putKey(provider, "sk-***").require(422).errorCode()).isEqualTo("masked");
        assertThat(ada.putKey(UUID.randomUUID().toString(), KEY).require(404).problem())
                .isEqualTo("not_found");
        assertThat(ada.putKey("no-id", KEY).status()).isEqualTo(400);
        assertThat(tenant.version()).isEqualTo(before);
        ada.putKey(provider, "k".repeat(10_240)).require(200);

        String closed = provider("closed", "TFF", TestTenant.NOWHERE);
        assertThat(ada.putKey(closed, KEY).require(422).problem()).isEqualTo("user_keys_not_allowed");
        tenant.patch("/providers/" + provider, "{\"enabled\":false}").require(200);
        assertThat(bob.putKey(provider, KEY).require(422).errorCode()).isEqualTo("provider_disabled");
        assertThat(keysStored()).isOne();
    }

    @Test
    void aWriteCanAskForTheVersionItWasMadeFrom() {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        String path = tenant.path("/user-keys/" + provider);
        String body = "{\"api_key\":\"" + KEY + "\"}";
        Answer made = ada.session()
                .send("PUT", path, body, Map.of("if-none-match", "*"))
                .require(200);
        ada.session().send("PUT", path, body, Map.of("if-none-match", "*")).require(412);
        ada.session().send("DELETE", path, "", Map.of("if-match", "\"1\"")).require(412);
        ada.session()
                .send("DELETE", path, "", Map.of("if-match", made.header("etag")))
                .require(204);
    }

    @Test
    void case21_deletingTwiceIsDeletedAndOthersKeysAreNobodysBusiness() throws Exception {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        ada.putKey(provider, KEY).require(200);
        assertThat(bob.entry(provider).path("has_user_key").asBoolean()).isFalse();
        bob.deleteKey(provider).require(204);
        assertThat(keysStored()).isOne();

        Answer holders = tenant.get("/providers/" + provider + "/user-keys").require(200);
        assertThat(holders.body().path("data")).hasSize(1);
        assertThat(holders.body().path("data").get(0).path("user_id").asString())
                .isEqualTo(ada.id());
        assertThat(holders.text()).doesNotContain("tail").doesNotContain("fingerprint");
        assertThat(bob.get("/providers/" + provider + "/user-keys").status()).isEqualTo(403);
        assertThat(tenant.get("/user-keys").require(403).text()).contains("user_id");
        assertThat(tenant.get("/audit-events").text()).doesNotContain("tail");

        long before = tenant.version();
        ada.deleteKey(provider).require(204);
        assertThat(tenant.version()).isEqualTo(before + 1);
        ada.deleteKey(provider).require(204);
        assertThat(tenant.version()).as("nothing changed").isEqualTo(before + 1);
        assertThat(actions("user-key.delete")).isOne();
        assertThat(ada.deleteKey(UUID.randomUUID().toString()).status()).isEqualTo(404);
    }

    @Test
    void case22_aDisabledProviderOrAnotherPolicyHidesAKeyAndADeletedProviderTakesItAlong() throws Exception {
        String provider = provider("main", "TTF", TestTenant.NOWHERE);
        String path = "/providers/" + provider;
        ada.putKey(provider, KEY).require(200);
        bob.putKey(provider, KEY).require(200);
        JsonNode shown = ada.entry(provider);

        tenant.patch(path, "{\"enabled\":false}").require(200);
        assertThat(ada.entry(provider).isMissingNode()).isTrue();
        tenant.patch(path, "{\"enabled\":true}").require(200);
        assertThat(ada.entry(provider)).isEqualTo(shown);
        tenant.patch(path, "{\"user_key_allowed\":false}").require(200);
        assertThat(ada.entry(provider).isMissingNode()).isTrue();
        bob.deleteKey(provider).require(204);
        tenant.patch(path, "{\"user_key_allowed\":true}").require(200);
        assertThat(ada.entry(provider)).isEqualTo(shown);
        assertThat(bob.entry(provider).path("has_user_key").asBoolean()).isFalse();

        assertThat(tenant.delete(path + "?dry_run=true")
                        .require(200)
                        .body()
                        .path("user_keys")
                        .asInt())
                .isOne();
        assertThat(keysStored()).isOne();
        assertThat(tenant.delete(path).require(200).body().path("user_keys").asInt())
                .isOne();
        assertThat(keysStored()).isZero();
    }

    @Test
    void aMemberWhoLeavesTakesTheKeysAlong() throws Exception {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        ada.putKey(provider, KEY).require(200);
        tenant.delete("/members/" + ada.id()).require(204);
        assertThat(keysStored()).isZero();
    }

    /** Case 59: one event for each change, by the person, with a fingerprint before and after. */
    @Test
    void case59_eachChangeIsOneEventOfThePersonWithFingerprints() {
        String provider = provider("main", "FTF", TestTenant.NOWHERE);
        String first = ada.putKey(provider, KEY).require(200).string("key_fingerprint");
        String second = ada.putKey(provider, KEY + "2").require(200).string("key_fingerprint");
        ada.deleteKey(provider).require(204);
        List<JsonNode> events = tenant.events().stream()
                .filter(event -> event.path("action").asString().startsWith("user-key."))
                .toList();
        assertThat(events)
                .extracting(event -> event.path("action").asString()
                        + " " + event.path("before").path("key_fingerprint").asString("none")
                        + " " + event.path("after").path("key_fingerprint").asString("none"))
                .containsExactly(
                        "user-key.put none " + first,
                        "user-key.put " + first + " " + second,
                        "user-key.delete " + second + " none");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(event.toString()).contains("user:" + ada.id(), ada.id() + "/" + provider));
    }

    /** Case 28: a ciphertext opens for its person at its provider config only. */
    @Test
    void case28_aKeyThatWasMovedToAnotherPersonOrProviderDoesNotOpen() throws Exception {
        String provider = provider("main", "TTT", TestTenant.NOWHERE);
        String other = provider("other", "FTF", TestTenant.NOWHERE);
        ada.putKey(provider, KEY).require(200);
        tenant.update("update user_keys set user_id = '" + bob.id() + "' where tenant_id = ?");
        assertThat(bob.entry(provider).path("unusable_reason").asString()).isEqualTo("credential_unreadable");
        assertThat(bob.entry(provider).path("credential_source").asString()).isEqualTo("none");
        tenant.update("update user_keys set user_id = '" + ada.id() + "' where tenant_id = ?");
        assertThat(ada.entry(provider).path("credential_source").asString()).isEqualTo("user");
        tenant.update("update user_keys set provider_id = '" + other + "' where tenant_id = ?");
        assertThat(ada.entry(other).path("unusable_reason").asString()).isEqualTo("credential_unreadable");
    }

    private String provider(String name, String policy, URI baseUrl) {
        return tenant.post(
                        "/providers",
                        ("{\"family\":\"openai\",\"name\":\"%s\",\"base_url\":\"%s\",\"api_key\":\"%s\",\"central_key_enabled\":%s,"
                                        + "\"user_key_allowed\":%s,\"central_key_fallback\":%s}")
                                .formatted(
                                        name,
                                        baseUrl,
                                        CENTRAL,
                                        policy.charAt(0) == 'T',
                                        policy.charAt(1) == 'T',
                                        policy.charAt(2) == 'T'))
                .require(201)
                .string("id");
    }

    private long keysStored() throws Exception {
        return tenant.number("select count(*) from user_keys where tenant_id = ?");
    }

    private long actions(String action) {
        return tenant.events().stream()
                .filter(event -> event.path("action").asString().equals(action))
                .count();
    }
}
