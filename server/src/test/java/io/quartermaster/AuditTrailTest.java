package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Case 59: every change one event, and nothing else any; {@link AuditVerifyTest} is about its chain. */
final class AuditTrailTest {

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
    void case59_everySuccessfulChangeHasExactlyOneEventOfItsRequestWithBeforeAndAfter() throws Exception {
        int earlier = tenant.events().size();
        List<Answer> changes = new ArrayList<>();
        Answer provider = tenant.post(
                "/providers", "{\"family\":\"openai\",\"name\":\"p\",\"api_key\":\"sk-canary-0123456789\"}");
        changes.add(provider);
        String providerPath = "/providers/" + provider.string("id");
        changes.add(tenant.patch(providerPath, "{\"priority\":1}"));
        Answer model = tenant.newModel("openai", "alpha", "");
        changes.add(model);
        String modelPath = "/models/" + model.string("id");
        changes.add(tenant.patch(modelPath, "{\"alias\":\"fast\"}"));
        changes.add(tenant.pin("llm", model.string("id")));
        changes.add(
                tenant.put("/default-models", "{\"default_models\":[{\"model_type\":\"rerank\",\"model_id\":null}]}"));
        changes.add(tenant.delete("/default-models/llm"));
        Answer key = tenant.post("/api-keys", "{\"name\":\"k\"}");
        changes.add(key);
        changes.add(tenant.patch("/api-keys/" + key.string("id"), "{\"name\":\"l\"}"));
        changes.add(tenant.delete("/api-keys/" + key.string("id")));
        changes.add(tenant.delete(modelPath));
        changes.add(tenant.delete(providerPath));
        changes.add(tenant.changeTenant("{\"name\":\"renamed\"}"));
        changes.add(server.operator().delete(tenant.path("")));
        assertThat(changes).allMatch(answer -> answer.status() < 300);

        List<JsonNode> events = eventsOfArchived().subList(earlier, earlier + changes.size());
        assertThat(eventsOfArchived()).hasSize(earlier + changes.size());
        assertThat(events)
                .extracting(event -> event.path("request_id").asString())
                .containsExactlyElementsOf(changes.stream()
                        .map(answer -> answer.header("x-qm-request-id"))
                        .toList());
        assertThat(events)
                .extracting(event -> event.path("action").asString())
                .containsExactly(
                        "provider.create",
                        "provider.change",
                        "model.create",
                        "model.change",
                        "default_model.pin",
                        "default_model.pin",
                        "default_model.unpin",
                        "api_key.create",
                        "api_key.change",
                        "api_key.delete",
                        "model.delete",
                        "provider.delete",
                        "tenant.change",
                        "tenant.archive");
        assertThat(events).allSatisfy(event -> {
            String action = event.path("action").asString();
            assertThat(event.path("before").isNull()).as(action).isEqualTo(action.endsWith(".create"));
            assertThat(event.path("after").isNull()).as(action).isEqualTo(action.endsWith(".delete"));
            assertThat(event.path("actor").asString())
                    .startsWith(action.startsWith("tenant.") ? "operator" : "api_key:");
            assertThat(event.toString()).doesNotContain("sk-canary");
        });
        assertThat(events.getFirst().path("after")).isEqualTo(provider.body());
        assertThat(events.getFirst().path("after").path("key_fingerprint").asString())
                .isNotBlank();
        assertThat(tenant.version()).isEqualTo(eventsOfArchived().size());
    }

    @Test
    void case59_aRefusedRequestADryRunAndOneThatChangesNothingHaveNoEventAndMoveNoVersion() throws Exception {
        String provider = tenant.provider("main");
        String model = tenant.model("alpha");
        AdminClient member = tenant.as("member");
        long before = tenant.version();
        List<Answer> refused = List.of(
                tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"main\",\"api_key\":\"k\"}"),
                tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"keyless\"}"),
                tenant.post("/providers", "{not json"),
                tenant.newModel("openai-compatible", "x", ",\"provider_id\":\"01890000-0000-7000-8000-000000000000\""),
                tenant.newModel("openai-compatible", "x", ",\"enabled\":false,\"make_default\":true"),
                tenant.pin("rerank", model),
                tenant.send("DELETE", "/models/" + model, "", Map.of("if-match", "\"0\"")),
                tenant.post("/api-keys", "{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}"),
                member.delete(tenant.path("/providers/" + provider)),
                tenant.changeTenant("{\"slug\":\"" + TestTenant.on(server).slug() + "\"}"));
        assertThat(refused).allMatch(answer -> answer.status() >= 400 && answer.status() < 500);
        tenant.delete("/providers/" + provider + "?dry_run=true").require(200);
        tenant.delete("/models/" + model + "?dry_run=true").require(200);
        tenant.delete("/default-models/llm").require(200); // it was not pinned
        assertThat(tenant.version()).isEqualTo(before);
        assertThat(tenant.events()).hasSize((int) before);
    }

    @Test
    void theTrailIsPagedNewestFirstWithoutGapWhileItGrows() {
        for (int i = 0; i < 7; i++) {
            tenant.model("model-" + i);
        }
        List<Long> versions = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = tenant.get("/audit-events?limit=3" + cursor).require(200);
            page.body()
                    .path("data")
                    .forEach(event -> versions.add(event.path("config_version").asLong()));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
            tenant.model("meanwhile");
        } while (!cursor.isEmpty());
        assertThat(versions.getLast()).isEqualTo(1);
        for (int i = 1; i < versions.size(); i++) {
            assertThat(versions.get(i)).isEqualTo(versions.get(i - 1) - 1);
        }
        tenant.get("/audit-events?cursor=WyJ4Il0").require(400);
        tenant.as("editor").get(tenant.path("/audit-events")).require(403);
    }

    private List<JsonNode> eventsOfArchived() {
        List<JsonNode> events = new ArrayList<>();
        server.operator()
                .get(tenant.path("/audit-events?limit=200"))
                .require(200)
                .body()
                .path("data")
                .forEach(events::add);
        return events.reversed();
    }
}
