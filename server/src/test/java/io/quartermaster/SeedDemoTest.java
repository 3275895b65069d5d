package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.declared.CannotApply;
import io.quartermaster.declared.Demo;
import io.quartermaster.platform.Sensitive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tenant to look at has something of everything, is made once, and never in place of somebody's own. */
final class SeedDemoTest {

    private final List<String> output = new ArrayList<>();

    @Test
    void theDemoIsMadeOnceAndHasSomethingOfEverything() throws Exception {
        try (TestServer server = TestServer.start()) {
            AdminConnection connection = new AdminConnection(server.address(), new Sensitive(TestServer.OPERATOR_KEY));
            Demo demo = new Demo(connection, output::add);
            demo.seed("demo");

            String shown = output.getLast();
            AdminClient admin = server.as(shown.substring(shown.lastIndexOf(' ') + 1));
            assertThat(data(admin, "/members")).hasSize(5);
            assertThat(data(admin, "/providers"))
                    .hasSize(3)
                    .anyMatch(row -> !row.path("enabled").asBoolean());
            assertThat(data(admin, "/models?deleted=true")).hasSize(1);
            List<JsonNode> models = data(admin, "/models");
            assertThat(models)
                    .extracting(row -> row.path("model_type").asString())
                    .contains("llm", "text-embedding", "rerank", "speech2text", "tts");
            assertThat(models).anyMatch(row -> row.path("fallbacks").size() == 2);
            assertThat(models)
                    .filteredOn(row -> row.path("enabled").asBoolean())
                    .allMatch(row -> row.path("usable").asBoolean());
            assertThat(data(admin, "/default-models"))
                    .extracting(row -> row.path("source").asString())
                    .contains("pinned", "elected", "unset");

            int events = data(admin, "/audit-events?limit=200").size();
            output.clear();
            demo.seed("demo");
            assertThat(output).containsExactly("The tenant demo is there already, as it should be.");
            assertThat(data(admin, "/audit-events?limit=200")).hasSize(events);

            server.operator().createTenant("mine");
            assertThatExceptionOfType(CannotApply.class)
                    .isThrownBy(() -> demo.seed("mine"))
                    .withMessageContaining("There is a tenant mine already");
            assertThat(server.operator().get("/tenants/mine/providers").body().path("data"))
                    .isEmpty();
        }
    }

    private static List<JsonNode> data(AdminClient client, String below) {
        return List.copyOf(client.get("/tenants/demo" + below)
                .require(200)
                .body()
                .path("data")
                .values());
    }
}
