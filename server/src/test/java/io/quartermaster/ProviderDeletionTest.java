package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes along when a provider config is deleted. */
final class ProviderDeletionTest {

    private static TestServer server;
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
    void case12_theDryRunTellsAndTheDeletionThenDoesExactlyThat() throws Exception {
        String going = tenant.provider("going");
        tenant.provider("staying");
        String first = bound("alpha", going, ",\"alias\":\"fast\"");
        String second = bound("beta", going, "");
        String unbound = tenant.model("gamma");
        long before = tenant.version();

        Answer told = tenant.delete("/providers/" + going + "?dry_run=true").require(200);
        assertThat(told.body().path("deleted").asBoolean()).isFalse();
        assertThat(ids(told)).containsExactly(first, second);
        assertThat(told.body().path("model_configs").path(0).path("alias").asString())
                .isEqualTo("fast");
        JsonNode change = told.body().path("default_changes").path(0);
        assertThat(change.path("from").asString()).isEqualTo(first);
        assertThat(change.path("to").asString()).isEqualTo(unbound);
        assertThat(tenant.version()).isEqualTo(before);
        assertThat(tenant.all("/models")).hasSize(3);
        tenant.get("/providers/" + going).require(200);

        AdminClient actor = tenant.as("admin");
        long withActor = tenant.version();
        Answer done = actor.delete(tenant.path("/providers/" + going)).require(200);
        assertThat(done.body().path("deleted").asBoolean()).isTrue();
        assertThat(done.text().replace("\"deleted\":true", "\"deleted\":false")).isEqualTo(told.text());
        assertThat(tenant.version()).isEqualTo(withActor + 1);
        tenant.get("/providers/" + going).require(404);
        tenant.get("/models/" + first).require(404);
        assertThat(tenant.all("/models"))
                .extracting(model -> model.path("id").asString())
                .containsExactly(unbound);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(unbound);
        JsonNode event = tenant.events().getLast();
        assertThat(event.path("action").asString()).isEqualTo("provider.delete");
        assertThat(event.path("consequences").path("default_changes"))
                .isEqualTo(done.body().path("default_changes"));
        assertThat(tenant.texts("select deleted_by from model_configs where tenant_id = ? and deleted_at is not null"))
                .hasSize(2)
                .allMatch(by -> by.equals(event.path("actor").asString()));
    }

    @Test
    void case13_unboundModelsStayWhileAnEnabledSiblingRemains() {
        String going = tenant.provider("going");
        tenant.provider("sibling");
        String bound = bound("alpha", going, "");
        String unbound = tenant.model("beta");
        assertThat(ids(tenant.delete("/providers/" + going).require(200))).containsExactly(bound);
        assertThat(tenant.get("/models/" + unbound)
                        .require(200)
                        .body()
                        .path("usable")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void case13_withoutAnySiblingUnboundModelsGoAlong() {
        String going = tenant.provider("going");
        String unbound = tenant.model("beta");
        String elsewhere = tenant.model("openai", "gamma", "");
        Answer deleted = tenant.delete("/providers/" + going).require(200);
        assertThat(ids(deleted)).containsExactly(unbound);
        assertThat(deleted.body().path("default_changes").path(0).path("to").asString())
                .isEqualTo(elsewhere);
        tenant.get("/models/" + unbound).require(404);
    }

    @Test
    void case13_deletingADisabledProviderNeverTouchesUnboundModels() {
        String going = tenant.provider("going");
        String bound = bound("alpha", going, "");
        String unbound = tenant.model("beta");
        tenant.patch("/providers/" + going, "{\"enabled\":false}").require(200);
        assertThat(ids(tenant.delete("/providers/" + going).require(200))).containsExactly(bound);
        assertThat(tenant.get("/models/" + unbound).require(200).string("unusable_reason"))
                .isEqualTo("provider_not_configured");
    }

    @Test
    void case18_aProviderDeletedWhileModelsAreBoundToItLeavesNoLiveModelBehind() throws Exception {
        for (int round = 0; round < 8; round++) {
            String provider = tenant.provider("round-" + round);
            String rebound = tenant.model("rebound-" + round);
            String binding = ",\"provider_id\":\"" + provider + "\"";
            List<Callable<Answer>> tasks = List.of(
                    () -> tenant.newModel("openai-compatible", "created", binding),
                    () -> tenant.patch("/models/" + rebound, "{" + binding.substring(1) + "}"),
                    () -> tenant.newModel("openai-compatible", "created", binding),
                    () -> tenant.delete("/providers/" + provider));
            List<Answer> answers =
                    Race.onVirtualThreads(Duration.ofSeconds(30)).run(tasks).requireAll();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isIn(200, 201, 404, 422);
                if (answer.status() == 422) {
                    assertThat(answer.problem()).isEqualTo("provider-not-configured");
                    assertThat(answer.errorField()).isEqualTo("provider_id");
                }
            });
            tenant.get("/providers/" + provider).require(404);
            assertThat(tenant.number("select count(*) from model_configs m where tenant_id = ? and deleted_at is null"
                            + " and provider_id is not null and not exists (select from provider_configs p"
                            + " where p.tenant_id = m.tenant_id and p.id = m.provider_id)"))
                    .isZero();
        }
    }

    private String bound(String name, String provider, String more) {
        return tenant.model("openai-compatible", name, ",\"provider_id\":\"" + provider + "\"" + more);
    }

    private static List<String> ids(Answer deletion) {
        return deletion.body()
                .path("model_configs")
                .valueStream()
                .map(model -> model.path("id").asString())
                .toList();
    }
}
