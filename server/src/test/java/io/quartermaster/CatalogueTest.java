package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is known of models in general, and who may use what. */
final class CatalogueTest {

    private static final String GPT_4O = "/catalogue/models/openai/gpt-4o";

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void case30_everyShippedRowIsReadableByAnybodyAndPagesAreInOrder() {
        AdminClient viewer = TestTenant.on(server).as("viewer");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = viewer.get("/catalogue/models?limit=7" + cursor).require(200);
            for (JsonNode model : page.body().path("data")) {
                seen.add(model.path("family").asString() + " "
                        + model.path("name").asString());
                assertThat(model.path("prices").isNull())
                        .as("%s", model)
                        .isEqualTo(model.path("prices_source").asString().equals("none"));
            }
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
        } while (!cursor.isEmpty());
        assertThat(seen)
                .hasSizeGreaterThan(40)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains("openai gpt-4o");

        Answer one = viewer.get("/catalogue/models/anthropic/claude-opus-4-5").require(200);
        assertThat(one.body().path("context_window").asInt()).isEqualTo(200_000);
        assertThat(one.string("source")).isEqualTo("shipped");
        assertThat(one.string("price_date")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        assertThat(one.body().path("prices").path("cache_write").asString()).isEqualTo("6.25");
        assertThat(viewer.get("/catalogue/models?family=cohere&model_type=rerank")
                        .body()
                        .path("data"))
                .hasSize(1);
        viewer.put(GPT_4O, "{\"model_type\":\"llm\"}").require(403);
        viewer.get("/catalogue/models/openai/no-such-model").require(404);
    }

    @Test
    void case30_anOperatorsRowStandsBeforeTheShippedOneAndPriceChangesAreVersioned() {
        AdminClient operator = server.operator();
        TestTenant tenant = TestTenant.on(server);
        String id = tenant.model("openai", "gpt-4o", "");
        Answer before = operator.get(GPT_4O).require(200);
        String shippedPrice = before.body().path("prices").path("input").asString();
        assertThat(tenant.get("/models/" + id).string("prices_source")).isEqualTo("catalogue");

        Answer put = operator.put(
                        GPT_4O,
                        "{\"model_type\":\"llm\",\"context_window\":64000,\"capabilities\":[\"tools\"],"
                                + "\"prices\":{\"input\":\"7.00\",\"output\":\"8.00\"}}")
                .require(200);
        assertThat(put.string("source")).isEqualTo("operator");
        assertThat(put.body().path("price_version").asLong())
                .isEqualTo(put.body().path("version").asLong());
        assertThat(price(tenant, id)).isEqualTo("7.00");
        operator.send("PUT", GPT_4O, "{\"model_type\":\"llm\"}", Map.of("if-match", "\"0\""))
                .require(412);
        operator.send("PUT", GPT_4O, "{\"model_type\":\"llm\"}", Map.of("if-none-match", "*"))
                .require(412);

        operator.put(GPT_4O, "{\"model_type\":\"llm\",\"prices\":null}").require(200);
        assertThat(tenant.get("/models/" + id).string("prices_source")).isEqualTo("none");
        Answer back = operator.put(GPT_4O, "{\"model_type\":\"llm\"}").require(200);
        assertThat(back.string("prices_source")).isEqualTo("shipped");
        assertThat(price(tenant, id)).isEqualTo(shippedPrice);

        operator.put(GPT_4O, "{\"model_type\":\"llm\",\"prices\":{\"input\":\"9\",\"output\":\"9\"}}")
                .require(200);
        operator.delete(GPT_4O).require(204);
        operator.delete(GPT_4O).require(404);
        assertThat(price(tenant, id)).isEqualTo(shippedPrice);
        Answer after = operator.get(GPT_4O).require(200);
        assertThat(after.string("source")).isEqualTo("shipped");
        assertThat(after.body().path("context_window")).isEqualTo(before.body().path("context_window"));
        assertThat(after.body()
                        .path("price_history")
                        .valueStream()
                        .map(row -> row.path("source").asString() + " "
                                + row.path("prices").path("input").asString("none")))
                .containsExactly(
                        "shipped " + shippedPrice,
                        "operator 9",
                        "shipped " + shippedPrice,
                        "operator none",
                        "operator 7.00");
    }

    @Test
    void case30_aModelThatIsNotShippedMayHaveSlashesInItsName() {
        AdminClient operator = server.operator();
        String path = "/catalogue/models/openrouter/meta-llama%2Fllama-9";
        Answer put = operator.put(path, "{\"model_type\":\"chat\",\"prices\":{\"input\":\"0.10\",\"output\":\"0.20\"}}")
                .require(200);
        assertThat(put.string("name")).isEqualTo("meta-llama/llama-9");
        assertThat(put.string("model_type")).isEqualTo("llm");
        assertThat(operator.get(path).require(200).header("etag")).isEqualTo(put.header("etag"));
        assertThat(operator.put(path, "{\"model_type\":\"llm\",\"prices\":{\"input\":\"-1\",\"output\":\"1\"}}")
                        .require(400)
                        .errorField())
                .isEqualTo("prices.input");
        operator.delete(path).require(204);
        operator.get(path).require(404);
    }

    @Test
    void case37_eachFamilyHasItsUsableModelsOrTheReasonAndWhatToDo() {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("main");
        tenant.model("alpha");
        tenant.model("openai", "gpt-4o", "");
        tenant.post(
                        "/providers",
                        "{\"family\":\"openrouter\",\"name\":\"own keys\",\"central_key_enabled\":false,\"user_key_allowed\":true}")
                .require(201);
        String off = tenant.post(
                        "/providers", "{\"family\":\"vercel\",\"name\":\"off\",\"api_key\":\"sk-x\",\"enabled\":false}")
                .require(201)
                .string("id");

        assertThat(families(tenant.get("/available-models")))
                .contains(
                        "openai-compatible true null [alpha]",
                        "openai false provider_not_configured []",
                        "openrouter false user_api_key_required []",
                        "vercel false provider_disabled []",
                        "google false provider_not_configured []",
                        "bedrock false provider_not_configured []");
        tenant.patch("/providers/" + off, "{\"enabled\":true}").require(200);
        assertThat(families(tenant.get("/available-models"))).contains("vercel false no_models []");

        Answer seen = tenant.as("member").get(tenant.path("/available-models")).require(200);
        assertThat(families(seen))
                .containsExactly("openai-compatible true null [alpha]", "openrouter false user_api_key_required []");
        assertThat(seen.text()).doesNotContain("\"prices\"", "\"options\"");
        assertThat(seen.body().path("data").path(1).path("advice").asString()).contains("your own API key");
    }

    private static String price(TestTenant tenant, String id) {
        return tenant.get("/models/" + id).body().path("prices").path("input").asString();
    }

    private static List<String> families(Answer answer) {
        return answer.require(200)
                .body()
                .path("data")
                .valueStream()
                .map(family -> family.path("family").asString() + " "
                        + family.path("usable").asBoolean() + " "
                        + family.path("reason").asString("null") + " "
                        + family.path("models")
                                .valueStream()
                                .map(model -> model.path("model").asString())
                                .toList())
                .toList();
    }
}
