package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.ChatCaller.Chat;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls of people who have keys of their own. */
final class UserKeyCallTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static TestServer server;
    private static TestServer otherNode;
    private FakeUpstream upstream;
    private TestTenant tenant;
    private TestPerson ada;
    private TestPerson bob;
    private String provider;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        otherNode = server.secondNode();
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        server.close();
    }

    @BeforeEach
    void people() {
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        ada = TestPerson.in(server, tenant, "member");
        bob = TestPerson.in(server, tenant, "member");
        provider = tenant.post(
                        "/providers",
                        ("{\"family\":\"openai\",\"name\":\"main\",\"base_url\":\"%s\",\"api_key\":\"sk-central\","
                                        + "\"central_key_enabled\":true,\"user_key_allowed\":true}")
                                .formatted(upstream.baseUrl()))
                .require(201)
                .string("id");
        tenant.model("openai", "gpt-4o", "");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void eachPersonCallsWithTheirOwnKeyAndNobodyElseWithIt() {
        ada.putKey(provider, "sk-ada").require(200);
        called(ada.chats(), "user", "sk-ada");
        assertThat(ada.chats().call("gpt-4o").text()).isNotEmpty();
        refused(bob.chats());
        refused(tenant.chats());
        bob.putKey(provider, "sk-bob").require(200);
        called(bob.chats(), "user", "sk-bob");
        called(ada.chats(), "user", "sk-ada");

        tenant.patch("/providers/" + provider, "{\"central_key_fallback\":true}")
                .require(200);
        called(tenant.chats(), "central", "sk-central");
        called(ada.chats(), "user", "sk-ada");
        ada.deleteKey(provider).require(204);
        called(ada.chats(), "central", "sk-central");
    }

    @Test
    void aChangedOrDeletedKeyIsNoLongerUsedByAnyNodeAfterASecond() {
        ada.putKey(provider, "sk-first").require(200);
        called(ada.chats(), "user", "sk-first");
        called(ada.chats(otherNode), "user", "sk-first");
        ada.putKey(provider, "sk-second").require(200);
        called(ada.chats(), "user", "sk-second");
        Eventually.value(A_SECOND, "the new key at the other node", () -> {
            ada.chats(otherNode).call("gpt-4o");
            return java.util.Optional.of(lastKey()).filter("sk-second"::equals);
        });
        ada.deleteKey(provider).require(204);
        refused(ada.chats());
        Eventually.value(
                A_SECOND,
                "no key at the other node",
                () -> java.util.Optional.of(ada.chats(otherNode).call("gpt-4o").status())
                        .filter(status -> status == 503));
    }

    /** Case 8, of users' keys: whoever moves the provider to a host of theirs receives none of them. */
    @Test
    void case08_aUserKeyDoesNotFollowAProviderToAnotherHost() throws Exception {
        try (FakeUpstream elsewhere = FakeUpstream.start()) {
            ada.putKey(provider, "sk-ada").require(200);
            called(ada.chats(), "user", "sk-ada");
            called(ada.chats(otherNode), "user", "sk-ada");
            tenant.patch("/providers/" + provider, "{\"base_url\":\"" + upstream.baseUrl() + "/deeper\"}")
                    .require(200);
            called(ada.chats(), "user", "sk-ada"); // the same host may have it still
            tenant.patch(
                            "/providers/" + provider,
                            "{\"base_url\":\"%s\",\"api_key\":\"sk-new\"}".formatted(elsewhere.baseUrl()))
                    .require(200);
            for (TestServer node : new TestServer[] {server, otherNode}) {
                Eventually.value(
                        A_SECOND,
                        "a refusal",
                        () -> java.util.Optional.of(
                                        ada.chats(node).call("gpt-4o").status())
                                .filter(status -> status == 503));
            }
            assertThat(elsewhere.requests()).isZero();
            assertThat(ada.entry(provider).path("has_user_key").asBoolean()).isFalse();
            JsonNode event = tenant.events().getLast();
            assertThat(event.path("action").asString()).isEqualTo("provider.change");
            assertThat(event.path("consequences").path("user_keys").asInt()).isOne();
        }
    }

    /** Case 22, at the gateway. */
    @Test
    void case22_aHiddenKeyIsNotUsed() {
        ada.putKey(provider, "sk-ada").require(200);
        called(ada.chats(), "user", "sk-ada");
        tenant.patch("/providers/" + provider, "{\"user_key_allowed\":false}").require(200);
        called(ada.chats(), "central", "sk-central");
        tenant.patch("/providers/" + provider, "{\"enabled\":false}").require(200);
        assertThat(ada.chats().call("gpt-4o").text()).contains("provider_disabled");
        tenant.patch("/providers/" + provider, "{\"enabled\":true,\"user_key_allowed\":true}")
                .require(200);
        called(ada.chats(), "user", "sk-ada");
    }

    /** Case 28, of users' keys: neither sent nor passed over in silence. */
    @Test
    void case28_anUnreadableUserKeyIsARefusalAlsoWhereACentralKeyWouldServe() throws Exception {
        tenant.patch("/providers/" + provider, "{\"central_key_fallback\":true}")
                .require(200);
        ada.putKey(provider, "sk-ada").require(200);
        tenant.update("update user_keys set api_key_sealed = '\\x00' where tenant_id = ?");
        tenant.patch("/providers/" + provider, "{\"priority\":1}").require(200);
        assertThat(ada.chats(otherNode).call("gpt-4o").text()).contains("credential_unreadable");
        assertThat(upstream.requests()).isZero();
        assertThat(ada.entry(provider).path("unusable_reason").asString()).isEqualTo("credential_unreadable");
    }

    /** Case 37: what a person may use depends on the person's keys. */
    @Test
    void case37_ownKeysMakeModelsUsableForTheirOwnerAlone() {
        ada.putKey(provider, "sk-ada").require(200);
        assertThat(available(ada).path("models")).hasSize(1);
        assertThat(ada.get("/models").body().path("data")).hasSize(1);
        assertThat(available(bob).path("reason").asString()).isEqualTo("user_api_key_required");
        assertThat(bob.get("/models").body().path("data")).isEmpty();
        assertThat(tenant.get("/models")
                        .body()
                        .path("data")
                        .get(0)
                        .path("usable")
                        .asBoolean())
                .as("for a call that no user makes")
                .isFalse();
    }

    private static JsonNode available(TestPerson person) {
        return StreamSupport.stream(
                        person.get("/available-models")
                                .require(200)
                                .body()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(family -> family.path("family").asString().equals("openai"))
                .findFirst()
                .orElseThrow();
    }

    private void called(ChatCaller caller, String source, String key) {
        Chat chat = caller.call("gpt-4o");
        assertThat(chat.status()).as(chat.text()).isEqualTo(200);
        assertThat(chat.credentialSource()).isEqualTo(source);
        assertThat(lastKey()).isEqualTo(key);
    }

    private void refused(ChatCaller caller) {
        int before = upstream.requests();
        Chat chat = caller.call("gpt-4o");
        assertThat(chat.status()).isEqualTo(503);
        assertThat(chat.text()).contains("user_api_key_required");
        assertThat(upstream.requests()).isEqualTo(before);
    }

    private String lastKey() {
        return upstream.exchanges().getLast().header("authorization").orElse("").replace("Bearer ", "");
    }
}
