package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a tenant sets for a model: prices and options. */
final class ModelTermsTest {

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
    void case32_pricesAreExactDecimalsThatComeBackAsTheyWereWritten() {
        String prices =
                "{\"input\":\"2.50\",\"output\":\"10\",\"cached_input\":\"0.000000000001\",\"cache_write\":null,"
                        + "\"reasoning\":\"999999999.999999999999\",\"request\":\"0.0\","
                        + "\"audio_input\":\"32\",\"audio_output\":null,\"image_input\":\"0.1\",\"image_output\":null,"
                        + "\"second\":\"0.0001\",\"image\":null,\"character\":\"15.00\"}";
        Answer made = tenant.newModel("openai-compatible", "alpha", ",\"prices\":" + prices)
                .require(201);
        assertThat(made.body().path("prices")).isEqualTo(Json.tree(prices));
        assertThat(made.string("prices_source")).isEqualTo("tenant");
        String path = "/models/" + made.string("id");
        tenant.patch(path, "{\"display_name\":\"x\"}").require(200);
        assertThat(tenant.get(path).body().path("prices")).isEqualTo(Json.tree(prices));

        Answer changed = tenant.patch(path, "{\"prices\":{\"input\":\"1.10\",\"output\":\"2.20\"}}")
                .require(200);
        assertThat(changed.body().path("prices").path("input").asString()).isEqualTo("1.10");
        assertThat(changed.body().path("prices").path("reasoning").isNull()).isTrue(); // replaced as a whole

        Answer cleared = tenant.patch(path, "{\"prices\":null}").require(200);
        assertThat(cleared.body().path("prices").isNull()).isTrue();
        assertThat(cleared.string("prices_source")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "prices.input, '{\"input\":\"-1\",\"output\":\"1\"}'",
        "prices.input, '{\"input\":2.5,\"output\":\"1\"}'",
        "prices.input, '{\"input\":\"1e3\",\"output\":\"1\"}'",
        "prices.input, '{\"input\":\"\",\"output\":\"1\"}'",
        "prices.input, '{\"input\":\"01\",\"output\":\"1\"}'",
        "prices.input, '{\"input\":null,\"output\":\"1\"}'",
        "prices.input, '{\"input\":\"1000000000\",\"output\":\"1\"}'",
        "prices.output, '{\"input\":\"1\"}'",
        "prices.output, '{\"input\":\"1\",\"output\":\"0.0000000000001\"}'",
        "prices.request, '{\"input\":\"1\",\"output\":\"1\",\"request\":\"-0.01\"}'",
        "prices.tax, '{\"input\":\"1\",\"output\":\"1\",\"tax\":\"1\"}'",
        "prices, '\"cheap\"'"
    })
    void case32_whatIsNoPriceIsRefusedWithTheFieldNamed(String field, String prices) {
        String given = "\"prices\":" + prices;
        String id = tenant.model("alpha");
        assertThat(tenant.patch("/models/" + id, "{" + given + "}").require(400).errorField())
                .isEqualTo(field);
        assertThat(tenant.newModel("openai-compatible", "x", "," + given)
                        .require(400)
                        .errorField())
                .isEqualTo(field);
    }

    @Test
    void case40_optionsAreCheckedAgainstTheFamilysSchemaAndNeverDroppedInSilence() throws Exception {
        String id = tenant.model("openai-compatible", "alpha", ",\"options\":{\"temperature\":0.25,\"seed\":7}");
        String path = "/models/" + id;
        assertThat(tenant.get(path).body().path("options")).isEqualTo(Json.tree("{\"temperature\":0.25,\"seed\":7}"));
        long version = tenant.version();
        for (Answer refused : List.of(
                tenant.patch(path, "{\"options\":{\"foo\":1}}"),
                tenant.newModel("openai-compatible", "x", ",\"options\":{\"foo\":1}"))) {
            assertThat(refused.require(400).errorField()).isEqualTo("options.foo");
            assertThat(refused.errorCode()).isEqualTo("unknown");
        }
        Answer wrong =
                tenant.patch(path, "{\"options\":{\"temperature\":\"hot\"}}").require(400);
        assertThat(wrong.errorField()).isEqualTo("options.temperature");
        assertThat(wrong.text()).contains("must be a number");
        assertThat(tenant.patch(path, "{\"options\":7}").require(400).errorField())
                .isEqualTo("options");
        assertThat(tenant.version()).isEqualTo(version);

        assertThat(tenant.patch(path, "{\"options\":{\"seed\":8}}")
                        .require(200)
                        .body()
                        .path("options"))
                .isEqualTo(Json.tree("{\"seed\":8}")); // replaced as a whole
        assertThat(tenant.patch(path, "{\"options\":null}").require(200).body().path("options"))
                .isEmpty();
    }

    @Test
    void case36_membersSeeNoPricesOptionsFallbacksOrProviderNames() {
        String backup = tenant.model("backup");
        String id = tenant.model(
                "openai-compatible",
                "alpha",
                ",\"prices\":{\"input\":\"1\",\"output\":\"1\"},\"options\":{\"seed\":1},\"fallbacks\":[\"" + backup
                        + "\"]");
        for (String role : List.of("member", "viewer", "editor")) {
            AdminClient client = tenant.as(role);
            List<JsonNode> seen = new ArrayList<>();
            seen.add(client.get(tenant.path("/models/" + id)).require(200).body());
            client.get(tenant.path("/models")).require(200).body().path("data").forEach(seen::add);
            assertThat(seen).hasSize(3).allSatisfy(model -> {
                for (String field : List.of("prices", "prices_source", "options", "fallbacks", "provider_name")) {
                    assertThat(model.has(field)).as(role + " " + field).isEqualTo(role.equals("editor"));
                }
            });
        }
    }

    @Test
    void case36_aPageOfAMemberIsFullAlthoughUnusableModelsAreLeftOut() {
        for (int i = 0; i < 6; i++) {
            tenant.model("usable-" + i);
            tenant.model("openai", "keyless-" + i, "");
            String off = tenant.model("off-" + i);
            tenant.patch("/models/" + off, "{\"enabled\":false}").require(200);
        }
        AdminClient member = tenant.as("member");
        Answer first = member.get(tenant.path("/models?limit=4")).require(200);
        assertThat(names(first)).containsExactly("usable-0", "usable-1", "usable-2", "usable-3");
        Answer second = member.get(tenant.path("/models?limit=4&cursor=" + first.string("next_cursor")))
                .require(200);
        assertThat(names(second)).containsExactly("usable-4", "usable-5");
        assertThat(second.body().path("next_cursor").isNull()).isTrue();
        assertThat(names(tenant.get("/models?limit=4")))
                .containsExactly("keyless-0", "keyless-1", "keyless-2", "keyless-3");
    }

    private static List<String> names(Answer page) {
        return page.body()
                .path("data")
                .valueStream()
                .map(model -> model.path("model").asString())
                .toList();
    }
}
