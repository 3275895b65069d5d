package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bringing deleted models back. */
final class ModelRestoreTest {

    private static TestServer server;

    private TestTenant tenant;
    private String provider;

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
        provider = tenant.provider("main");
    }

    @Test
    void case35_aRestoredModelIsBackAsItWasAndFillsATypeWithoutADefault() throws Exception {
        String id = model("alpha", ",\"alias\":\"fast\",\"context_limit\":1000,\"options\":{\"temperature\":0.5}");
        JsonNode before = tenant.get("/models/" + id).body();
        tenant.delete("/models/" + id).require(200);
        assertThat(tenant.defaultModel().string("source")).isEqualTo("unset");

        Answer restored = restore(id, "").require(200);

        for (String field : List.of("alias", "provider_id", "context_limit", "options", "enabled", "created_by")) {
            assertThat(restored.body().path(field)).as(field).isEqualTo(before.path(field));
        }
        assertThat(restored.header("etag")).isEqualTo("\"" + tenant.version() + "\"");
        assertThat(restored.body().path("is_default").asBoolean()).isTrue();
        assertThat(tenant.get("/models/" + id).require(200).body()).isEqualTo(restored.body());
        assertThat(tenant.defaultModel().string("source")).isEqualTo("elected");
        JsonNode event = tenant.events().getLast();
        assertThat(event.path("action").asString()).isEqualTo("model.restore");
        assertThat(event.path("before").path("unusable_reason").asString()).isEqualTo("model_deleted");
        assertThat(event.path("after").path("live").asBoolean()).isTrue();
    }

    @Test
    void case35_aTakenAliasStandsInTheWayUntilItIsFree() throws Exception {
        String id = model("alpha", ",\"alias\":\"fast\"");
        tenant.delete("/models/" + id).require(200);
        String other = model("beta", ",\"alias\":\"fast\"");
        long version = tenant.version();

        assertThat(restore(id, "").require(409).errorField()).isEqualTo("alias");
        assertThat(tenant.version()).isEqualTo(version);
        tenant.get("/models/" + id).require(404);

        tenant.patch("/models/" + other, "{\"alias\":null}").require(200);
        assertThat(restore(id, "").require(200).string("alias")).isEqualTo("fast");
    }

    @Test
    void case35_aModelWhoseProviderIsGoneComesBackOnlyWithANewOneAndNeverUnboundByItself() {
        String id = model("alpha", "");
        tenant.delete("/providers/" + provider).require(200);
        String next = tenant.provider("next");
        String off = tenant.provider("off");
        tenant.patch("/providers/" + off, "{\"enabled\":false}").require(200);

        for (String body : List.of("", "{}")) {
            Answer refused = restore(id, body).require(422);
            assertThat(refused.problem()).isEqualTo("provider-not-configured");
            assertThat(refused.errorField()).isEqualTo("provider_id");
            assertThat(refused.errorCode()).isEqualTo("gone");
        }
        assertThat(restore(id, boundTo(provider)).require(422).errorCode()).isEqualTo("not_found");
        assertThat(restore(id, boundTo(TestTenant.on(server).provider("theirs")))
                        .require(422)
                        .errorCode())
                .isEqualTo("not_found");
        assertThat(restore(id, boundTo(off)).require(422).errorCode()).isEqualTo("disabled");
        restore(id, boundTo("no-id")).require(400);

        assertThat(restore(id, boundTo(next)).require(200).string("provider_id"))
                .isEqualTo(next);
        tenant.delete("/models/" + id).require(200);
        assertThat(restore(id, "{\"provider_id\":null}")
                        .require(200)
                        .body()
                        .path("provider_id")
                        .isNull())
                .isTrue();
    }

    @Test
    void case35_tombstonesAreListedForThoseWhoManageModelsWithTheNameOfTheirProvider() {
        String gone = model("alpha", "");
        String stays = model("beta", "");
        tenant.delete("/models/" + gone).require(200);
        tenant.delete("/providers/" + provider).require(200); // takes the other one along

        List<JsonNode> deleted = List.copyOf(tenant.get("/models?deleted=true")
                .require(200)
                .body()
                .path("data")
                .valueStream()
                .toList());

        assertThat(deleted).extracting(model -> model.path("id").asString()).containsExactly(gone, stays);
        assertThat(deleted).allSatisfy(model -> {
            assertThat(model.path("provider_name").asString()).isEqualTo("main");
            assertThat(model.path("provider_id").asString()).isEqualTo(provider);
            assertThat(model.path("unusable_reason").asString()).isEqualTo("model_deleted");
            assertThat(model.path("deleted_at").isNull()).isFalse();
        });
        assertThat(tenant.all("/models")).isEmpty();
        tenant.as("editor").get(tenant.path("/models?deleted=true")).require(200);
        tenant.as("member").get(tenant.path("/models?deleted=true")).require(403);
    }

    @Test
    void case35_whatIsNotDeletedOrIsMissingOrForeignOrWasChangedMeanwhileIsNotRestored() throws Exception {
        String id = model("alpha", "");
        long version = tenant.version();
        assertThat(restore(id, "").require(422).problem()).isEqualTo("not_deleted");
        restore("01890000-0000-7000-8000-000000000000", "").require(404);
        TestTenant other = TestTenant.on(server);
        String foreign = other.model("theirs");
        other.delete("/models/" + foreign).require(200);
        restore(foreign, "").require(404);
        assertThat(tenant.version()).isEqualTo(version);

        tenant.delete("/models/" + id).require(200);
        String stale = "/models/" + id + "/restore";
        tenant.send("POST", stale, "", Map.of("if-match", "\"" + version + "\""))
                .require(412);
        tenant.send("POST", stale, "", Map.of("if-match", "\"" + tenant.version() + "\""))
                .require(200);
    }

    private String model(String name, String more) {
        return tenant.model("openai-compatible", name, ",\"provider_id\":\"" + provider + "\"" + more);
    }

    private Answer restore(String id, String body) {
        return tenant.post("/models/" + id + "/restore", body);
    }

    private static String boundTo(String id) {
        return "{\"provider_id\":\"" + id + "\"}";
    }
}
