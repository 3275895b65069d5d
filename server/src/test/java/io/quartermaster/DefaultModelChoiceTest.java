package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people choose as the default of a type: pinned, un-pinned, several at once, refused. */
final class DefaultModelChoiceTest {

    private static final String ROWS = "select count(*) from default_models where tenant_id = ?";
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
        tenant.provider("main");
    }

    @Test
    void case41_aDefaultIsReadAtOnceOnAnyNodeAndBothSpellingsOfATypeAreOneRow() throws Exception {
        tenant.model("alpha");
        String beta = tenant.model("beta");
        try (TestServer second = server.secondNode()) {
            Answer set = tenant.pin("text-generation", beta).require(200);
            Answer elsewhere = second.operator().get(tenant.path("/default-models/llm"));

            assertThat(set.string("model_type")).isEqualTo("llm");
            assertThat(set.string("source")).isEqualTo("pinned");
            assertThat(elsewhere.body()).isEqualTo(set.body());
            assertThat(elsewhere.header("etag")).isEqualTo(set.header("etag"));
            assertThat(tenant.get("/default-models/chat").body()).isEqualTo(set.body());
            assertThat(tenant.texts("select model_type from default_models where tenant_id = ?"))
                    .containsExactly("llm");
        }
        assertThat(tenant.get("/default-models/telepathy").require(400).errorField())
                .isEqualTo("path.type");
    }

    @Test
    void case42_threePutsInARowLeaveOneRowWithTheLastValue() throws Exception {
        String[] models = {tenant.model("alpha"), tenant.model("beta"), tenant.model("gamma")};
        long first = tenant.version();
        for (String model : models) {
            tenant.pin("llm", model).require(200);
        }
        assertThat(tenant.number(ROWS)).isEqualTo(1);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(models[2]);
        assertThat(tenant.version()).isEqualTo(first + 3);
    }

    @Test
    void case42_aThousandReadsWriteNothing() throws Exception {
        tenant.model("alpha");
        String rowBefore = storedDefaults();
        long versionBefore = tenant.version();
        Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(8, reader -> () -> {
                    for (int i = 0; i < 125; i++) {
                        String type = i % 5 == 0 ? "" : i % 2 == 0 ? "/llm" : "/rerank"; // set and unset ones
                        tenant.get("/default-models" + type).require(200);
                    }
                    return reader;
                })
                .requireAll();
        assertThat(storedDefaults()).isEqualTo(rowBefore);
        assertThat(tenant.version()).isEqualTo(versionBefore);
        assertThat(tenant.number("select count(*) from audit_events where tenant_id = ?"))
                .isEqualTo(versionBefore);
    }

    @Test
    void case45_whatCannotBeCalledForTheTypeIsRefusedWithTheCause() throws Exception {
        String kept = tenant.model("alpha");
        String embedding = server.operator().createModel(tenant.slug(), "vectors", "text-embedding");
        String disabled = tenant.model("openai-compatible", "off", ",\"enabled\":false");
        String deleted = tenant.model("gone");
        tenant.delete("/models/" + deleted).require(200);
        long before = tenant.version();

        Map<String, String> refused = Map.of(embedding, "wrong_type", disabled, "disabled", deleted, "deleted");
        refused.forEach((model, cause) -> {
            Answer answer = tenant.pin("llm", model).require(422);
            assertThat(answer.problem()).isEqualTo("model_not_selectable");
            assertThat(answer.errorField()).isEqualTo("model_id");
            assertThat(answer.errorCode()).isEqualTo(cause);
        });
        tenant.put("/default-models/llm", "{\"model_id\":\"no-id\"}").require(400);
        tenant.put("/default-models/llm", "{}").require(400);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(kept);
        assertThat(tenant.version()).isEqualTo(before);
    }

    @Test
    void case45_aForeignModelAndAMissingOneAreRefusedInTheSameWords() {
        TestTenant other = TestTenant.on(server);
        Answer foreign = tenant.pin("llm", other.model("alpha")).require(422);
        Answer missing =
                tenant.pin("llm", "01890000-0000-7000-8000-000000000000").require(422);

        assertThat(foreign.errorCode()).isEqualTo("not_found");
        assertThat(foreign.text().replace(foreign.string("instance"), ""))
                .isEqualTo(missing.text().replace(missing.string("instance"), ""));
    }

    @Test
    void case46_theSameModelNameAtTwoProvidersIsTwoChoices() throws Exception {
        try (FakeUpstream here = FakeUpstream.start();
                FakeUpstream there = FakeUpstream.start()) {
            String[] models = {
                bound("same", tenant.provider("here", here.baseUrl())),
                bound("same", tenant.provider("there", there.baseUrl()))
            };
            ChatCaller chats = tenant.chats();
            tenant.pin("llm", models[1]).require(200);
            assertThat(tenant.defaultModel().string("model_id")).isEqualTo(models[1]);
            assertThat(chats.call("default").status()).isEqualTo(200);
            assertThat(there.requests()).isEqualTo(1);

            tenant.pin("llm", models[0]).require(200);
            assertThat(tenant.defaultModel().string("model_id")).isEqualTo(models[0]);
            assertThat(chats.call("default").status()).isEqualTo(200);
            assertThat(here.requests()).isEqualTo(1);
        }
    }

    @Test
    void case49_unpinningLeavesTheCurrentOneAsElected() throws Exception {
        tenant.model("alpha");
        String beta = tenant.model("beta");
        tenant.pin("llm", beta).require(200);

        Answer unpinned = tenant.delete("/default-models/llm").require(200);
        assertThat(unpinned.string("model_id")).isEqualTo(beta);
        assertThat(unpinned.string("source")).isEqualTo("elected");
        assertThat(tenant.defaultModel().body()).isEqualTo(unpinned.body());

        long version = tenant.version();
        assertThat(tenant.delete("/default-models/llm").require(200).body()).isEqualTo(unpinned.body());
        assertThat(tenant.version()).isEqualTo(version);
    }

    @Test
    void case49_pinnedToNoneNothingIsElectedUntilItIsUnpinned() {
        String alpha = tenant.model("alpha");
        ChatCaller chats = tenant.chats();
        Answer none = tenant.put("/default-models/llm", "{\"model_id\":null}").require(200);
        assertThat(none.string("source")).isEqualTo("pinned");
        assertThat(none.body().path("model_id").isNull()).isTrue();

        String beta = tenant.model("beta");
        tenant.delete("/models/" + beta).require(200);
        assertThat(tenant.defaultModel().body().path("model_id").isNull()).isTrue();
        assertThat(chats.call("default").code()).isEqualTo("no_default_model");

        Answer unpinned = tenant.delete("/default-models/llm").require(200);
        assertThat(unpinned.string("model_id")).isEqualTo(alpha);
        assertThat(unpinned.string("source")).isEqualTo("elected");
    }

    @Test
    void case49_makeDefaultPinsOnCreateAndOnChange() {
        String alpha = tenant.model("alpha");
        Answer created = tenant.newModel("openai-compatible", "beta", ",\"make_default\":true")
                .require(201);
        assertThat(created.body().path("is_default").asBoolean()).isTrue();
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(created.string("id"));
        assertThat(tenant.defaultModel().string("source")).isEqualTo("pinned");

        tenant.patch("/models/" + alpha, "{\"make_default\":true}").require(200);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(alpha);
        Answer refused = tenant.patch("/models/" + alpha, "{\"enabled\":false,\"make_default\":true}");
        assertThat(refused.require(422).errorField()).isEqualTo("make_default");
        assertThat(tenant.defaultModel().body().path("model").path("enabled").asBoolean())
                .isTrue();
    }

    @Test
    void case50_severalTypesAreSetAllOrNothing() throws Exception {
        tenant.model("alpha");
        String beta = tenant.model("beta");
        String vectors = server.operator().createModel(tenant.slug(), "vectors", "text-embedding");
        String ranks = server.operator().createModel(tenant.slug(), "ranks", "rerank");
        long before = tenant.version();
        String rows = storedDefaults();

        Answer refused = setAll(
                        "{\"model_type\":\"llm\",\"model_id\":\"%s\"},{\"model_type\":\"rerank\",\"model_id\":\"%s\"}"
                                .formatted(beta, vectors))
                .require(422);
        assertThat(refused.errorField()).isEqualTo("default_models[1].model_id");
        assertThat(refused.errorCode()).isEqualTo("wrong_type");
        assertThat(setAll("{\"model_type\":\"llm\",\"model_id\":null},{\"model_type\":\"chat\",\"model_id\":null}")
                        .require(400)
                        .errorField())
                .isEqualTo("default_models[1].model_type");
        assertThat(tenant.version()).isEqualTo(before);
        assertThat(storedDefaults()).isEqualTo(rows);

        Answer set = setAll(
                        "{\"model_type\":\"chat\",\"model_id\":\"%s\"},{\"model_type\":\"embeddings\",\"model_id\":null}"
                                .formatted(beta))
                .require(200);
        assertThat(set.body().path("data")).hasSize(2);
        assertThat(tenant.version()).isEqualTo(before + 1);
        assertThat(tenant.defaultModel().string("model_id")).isEqualTo(beta);
        assertThat(tenant.get("/default-models/text-embedding").string("source"))
                .isEqualTo("pinned");
        Answer leftOut = tenant.get("/default-models/rerank");
        assertThat(leftOut.string("model_id")).isEqualTo(ranks);
        assertThat(leftOut.string("source")).isEqualTo("elected");
    }

    private Answer setAll(String entries) {
        return tenant.put("/default-models", "{\"default_models\":[" + entries + "]}");
    }

    private String bound(String name, String provider) {
        return tenant.model("openai-compatible", name, ",\"provider_id\":\"" + provider + "\"");
    }

    private String storedDefaults() throws Exception {
        return tenant.texts("select row(xmin, d.*)::text from default_models d where tenant_id = ? order by 1")
                .toString();
    }
}
