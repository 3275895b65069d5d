package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the system chooses as the default of a type, and when. */
final class DefaultModelElectionTest {

    private static TestServer server;
    private static FakeUpstream upstream;
    private TestTenant tenant;
    private String provider;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
        provider = tenant.provider("main", upstream.baseUrl());
    }

    @Test
    void case47_theFirstLiveModelOfATypeBecomesItsElectedDefault() {
        tenant.model("openai-compatible", "aardvark", ",\"enabled\":false");
        assertThat(tenant.defaultModel().string("source")).isEqualTo("unset");

        Answer first = tenant.newModel("openai-compatible", "zebra", "").require(201);
        assertThat(first.body().path("is_default").asBoolean()).isTrue();
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(first.string("id"));
        assertThat(tenant.defaultModel().string("source")).isEqualTo("elected");
    }

    @Test
    void case47_aModelThatIsEnabledFillsATypeThatWasUnset() {
        String model = tenant.model("openai-compatible", "alpha", ",\"enabled\":false");
        tenant.patch("/models/" + model, "{\"enabled\":true}").require(200);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(model);
    }

    @Test
    void case47_anUnrelatedChangeNeverMovesTheDefault() throws Exception {
        String first = tenant.model("mango");
        String other = tenant.model("zebra");
        long version = tenant.defaultModel().body().path("version").asLong();

        tenant.model("apple");
        tenant.patch("/models/" + other, "{\"model\":\"aardvark\"}").require(200);
        tenant.patch("/models/" + first, "{\"display_name\":\"Mango\"}").require(200);
        tenant.provider("second");
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(first);
        assertThat(tenant.defaultModel().body().path("version").asLong()).isEqualTo(version);
    }

    @Test
    void case47_electionPrefersTheUsableThenFamilyNameNewestChangeAndGreatestId() throws Exception {
        String current = tenant.model("zebra");
        String unusable = tenant.model("openai", "aardvark", ""); // its family comes first, but has no provider
        String older = tenant.model("cherry");
        String newer = tenant.model("cherry");
        String berry = tenant.model("berry");
        tenant.patch("/models/" + older, "{\"display_name\":\"Cherry\"}").require(200); // now the newest change

        assertThat(delete(current)).isEqualTo(berry);
        assertThat(delete(berry)).isEqualTo(older);
        tenant.model("zebra");
        String twin = tenant.model("cherry");
        tenant.update(
                "update model_configs set updated_at = timestamptz '2026-01-01' where tenant_id = ? and model = 'cherry'");
        assertThat(delete(older)).isEqualTo(twin.compareTo(newer) > 0 ? twin : newer);
        for (JsonNode model : tenant.all("/models")) {
            if (!model.path("id").asString().equals(unusable)) {
                tenant.delete("/models/" + model.path("id").asString()).require(200);
            }
        }
        Answer last = tenant.defaultModel();
        assertThat(last.string("model_id")).isEqualTo(unusable);
        assertThat(last.body().path("usable").asBoolean()).isFalse();
        assertThat(last.string("unusable_reason")).isEqualTo("provider_not_configured");
    }

    @Test
    void case48_disablingOrDeletingTheDefaultElectsTheNextAndSaysSo() throws Exception {
        String alpha = tenant.model("alpha");
        String beta = tenant.model("beta");
        ChatCaller chats = tenant.chats();
        tenant.pin("llm", alpha).require(200);
        long before = tenant.version();

        JsonNode wouldMove = change(
                tenant.delete("/models/" + alpha + "?dry_run=true").require(200).body());
        assertThat(tenant.version()).isEqualTo(before);
        Answer disabled =
                tenant.patch("/models/" + alpha, "{\"enabled\":false}").require(200);
        JsonNode moved = change(disabled.body().path("consequences"));
        assertThat(moved).isEqualTo(wouldMove);
        assertThat(moved.path("model_type").asString()).isEqualTo("llm");
        assertThat(moved.path("from").asString()).isEqualTo(alpha);
        assertThat(moved.path("to").asString()).isEqualTo(beta);
        assertThat(moved.path("source").asString()).isEqualTo("elected");
        assertThat(tenant.version()).isEqualTo(before + 1); // one transaction
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(beta);
        assertThat(chats.call("default").status()).isEqualTo(200);

        Answer deleted = tenant.delete("/models/" + beta).require(200);
        JsonNode unset = change(deleted.body());
        assertThat(unset.path("to").isNull()).isTrue();
        assertThat(unset.path("source").asString()).isEqualTo("unset");
        assertThat(tenant.defaultModel().string("source")).isEqualTo("unset");
        ChatCaller.Chat call = chats.call("default");
        assertThat(call.status()).isEqualTo(404);
        assertThat(call.code()).isEqualTo("no_default_model");
    }

    @Test
    void case52_aDefaultWhoseProviderIsDisabledStaysAndSaysWhyItIsUnusable() {
        String alpha = tenant.model("alpha");
        tenant.model("openai", "other", ""); // would be elected next; it is not asked
        ChatCaller chats = tenant.chats();
        Answer before = tenant.defaultModel();
        assertThat(before.body().path("usable").asBoolean()).isTrue();

        tenant.patch("/providers/" + provider, "{\"enabled\":false}").require(200);
        Answer unusable = tenant.defaultModel();
        assertThat(unusable.string("model_id")).isEqualTo(alpha);
        assertThat(unusable.body().path("usable").asBoolean()).isFalse();
        assertThat(unusable.string("unusable_reason")).isEqualTo("provider_disabled");
        assertThat(unusable.body().path("model").path("live").asBoolean()).isTrue();
        ChatCaller.Chat refused = chats.call("default");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("default_model_unusable");

        tenant.patch("/providers/" + provider, "{\"enabled\":true}").require(200);
        assertThat(tenant.defaultModel().body()).isEqualTo(before.body());
        assertThat(chats.call("default").status()).isEqualTo(200);
    }

    /** Deletes the model, which is the default, and answers what was elected. */
    private String delete(String model) {
        String elected = change(tenant.delete("/models/" + model).require(200).body())
                .path("to")
                .asString();
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(elected);
        return elected;
    }

    private static JsonNode change(JsonNode consequences) {
        assertThat(consequences.path("default_changes")).hasSize(1);
        return consequences.path("default_changes").path(0);
    }
}
