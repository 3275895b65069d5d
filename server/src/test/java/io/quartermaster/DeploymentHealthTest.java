package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.SchemaVersion;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators see of the nodes, whichever of them they ask. */
final class DeploymentHealthTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void eachNodeShowsItselfAndTheOtherUntilThatIsStopped() throws Exception {
        try (TestServer first = TestServer.start()) {
            JsonNode alone = health(first);
            assertThat(alone.path("nodes")).hasSize(1);
            assertThat(alone.path("release").asString()).isEqualTo(VersionCommand.release());
            JsonNode database = alone.path("database");
            assertThat(database.path("version").asString()).matches("[0-9]+\\.[0-9]+");
            assertThat(database.path("embedded").asBoolean()).isFalse();
            assertThat(database.path("schema_version").asString())
                    .isEqualTo(database.path("expected_schema_version").asString())
                    .isEqualTo(SchemaVersion.expected().text());
            try (TestServer second = first.secondNode()) {
                JsonNode own = node(second, true).orElseThrow();
                JsonNode seen = Eventually.value(SOON, "the other node is there", () -> node(first, false));

                for (String same : List.of("id", "node", "host", "release")) {
                    assertThat(seen.path(same)).as(same).isEqualTo(own.path(same));
                }
                assertThat(seen.path("alive").asBoolean()).isTrue();
                assertThat(node(first, true).orElseThrow().path("id")).isNotEqualTo(own.path("id"));
                Eventually.await(SOON, "it has told that it is ready, and that nothing differs", () -> {
                    JsonNode told = node(first, false).orElseThrow();
                    return told.path("ready").asBoolean()
                            && told.path("reasons").isEmpty()
                            && told.path("drift").path("state").asString().equals("none")
                            && told.path("drift").path("checked_at").isString()
                            && told.path("spool_bytes").asLong() > 0;
                });
            }
            assertThat(health(first).path("nodes"))
                    .as("a stopped one is gone at once")
                    .hasSize(1);
        }
    }

    @Test
    void aCircuitOfOneNodeIsSeenThroughTheOtherByTheNamesOfThoseItIsAbout() throws Exception {
        try (FakeUpstream limited = FakeUpstream.start();
                TestServer first = TestServer.start();
                TestServer second = first.secondNode()) {
            TestTenant tenant = TestTenant.on(first);
            String provider = tenant.provider("busy", limited.baseUrl());
            tenant.model("gpt-4o");
            limited.otherwise(Answers.rateLimited(Duration.ofSeconds(60)));

            new ChatCaller(second.address(), tenant.key("member")).call("gpt-4o");

            assertThat(node(second, true).orElseThrow().path("circuits"))
                    .as("on the node itself at once")
                    .hasSize(1);
            JsonNode seen = Eventually.value(
                    SOON,
                    "the circuit is seen",
                    () -> node(first, false)
                            .filter(node -> node.path("circuits_total").asInt() == 1));
            JsonNode circuit = seen.path("circuits").get(0);
            assertThat(circuit.path("tenant_id").asString())
                    .isEqualTo(tenant.id().toString());
            assertThat(circuit.path("tenant_slug").asString()).isEqualTo(tenant.slug());
            assertThat(circuit.path("provider_id").asString()).isEqualTo(provider);
            assertThat(circuit.path("provider_name").asString()).isEqualTo("busy");
            assertThat(circuit.path("family").asString()).isEqualTo("openai-compatible");
            assertThat(circuit.path("circuit").asString()).isEqualTo("open");
            assertThat(circuit.path("open_until").isString()).isTrue();
            assertThat(circuit.path("last_failure").path("kind").asString()).isEqualTo("rate_limited");
            assertThat(circuit.path("last_failure").path("status").asInt()).isEqualTo(429);
            assertThat(node(first, true).orElseThrow().path("circuits")).isEmpty();
            assertThat(first.operator().get("/deployment/health").text())
                    .as("not where it is")
                    .doesNotContain(limited.baseUrl().getAuthority());

            tenant.patch("/providers/" + provider, "{\"name\":\"renamed\"}").require(200);
            assertThat(providerOfCircuit(first)).isEqualTo("renamed");
            tenant.update("update provider_configs set name = 'past the API' where tenant_id = ?");
            assertThat(providerOfCircuit(first))
                    .as("names are not read again each time that somebody looks")
                    .isEqualTo("renamed");
        }
    }

    private static String providerOfCircuit(TestServer server) {
        return node(server, false)
                .orElseThrow()
                .path("circuits")
                .get(0)
                .path("provider_name")
                .asString();
    }

    @Test
    void aKilledNodeIsShownAsItWasAndNotAsAlive() throws Exception {
        try (TestServer server = TestServer.start();
                ServerProcess dying = ServerProcess.serve(folder, besides(server))) {
            String release = new AdminClient(dying.address(), TestServer.OPERATOR_KEY)
                    .get("/deployment/health")
                    .require(200)
                    .body()
                    .path("release")
                    .asString();
            Eventually.value(
                    SOON,
                    "the other node is there and ready",
                    () -> node(server, false).filter(node -> node.path("ready").asBoolean()));

            dying.kill();
            assertThat(execute(
                            server,
                            "update nodes set seen_at = seen_at - interval '21 seconds' where id = '%s'"
                                    .formatted(node(server, false)
                                            .orElseThrow()
                                            .path("node")
                                            .asString())))
                    .as("time passes, and it tells nothing")
                    .isEqualTo(1);

            JsonNode killed = node(server, false).orElseThrow();
            assertThat(killed.path("release").asString()).isEqualTo(release);
            assertThat(killed.path("alive").asBoolean()).isFalse();
            assertThat(killed.path("ready").asBoolean()).isFalse();
            assertThat(killed.path("reasons").get(0).asString())
                    .contains(killed.path("last_seen_at").asString());
            assertThat(node(server, true).orElseThrow().path("alive").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aNodeThatMayNotTellHowItIsStartsAndServes() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer first = TestServer.start()) {
            TestTenant tenant = TestTenant.on(first);
            tenant.provider("main", upstream.baseUrl());
            tenant.model("gpt-4o");
            execute(
                    first,
                    "revoke insert, update, delete on nodes from "
                            + first.database().server().name());
            try (TestServer second = first.secondNode()) {
                assertThat(new ChatCaller(second.address(), tenant.key("member"))
                                .call("gpt-4o")
                                .status())
                        .isEqualTo(200);
                JsonNode own = node(second, true).orElseThrow();
                assertThat(own.path("ready").asBoolean()).isTrue();
                assertThat(own.path("alive").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void aDifferenceOfTheSchemaIsShownOfTheNodesThatHaveSeenIt() throws Exception {
        try (TestServer first = TestServer.start()) {
            Eventually.await(
                    SOON,
                    "it has looked",
                    () -> drift(first, true).path("state").asString().equals("none"));
            execute(first, "drop index provider_configs_by_data_key");
            try (TestServer second = first.secondNode()) {
                Eventually.await(
                        SOON,
                        "the other has looked",
                        () -> drift(second, true).path("state").asString().equals("differences"));
                JsonNode drift = drift(second, true);
                assertThat(drift.path("findings_total").asInt()).isEqualTo(1);
                assertThat(drift.path("findings").get(0).path("object").asString())
                        .contains("provider_configs_by_data_key");
                assertThat(drift(first, true).path("state").asString()).isEqualTo("none");
            }
        }
    }

    @Test
    void nobodyButOperatorsSeesIt() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestTenant tenant = TestTenant.on(server);
            for (String role : List.of("viewer", "owner")) {
                assertThat(tenant.as(role).get("/deployment/health").status())
                        .as(role)
                        .isEqualTo(403);
            }
            assertThat(server.nobody().get("/deployment/health").status()).isEqualTo(401);
        }
    }

    /** The settings of another node on the same database, with a folder of its own. */
    private Map<String, String> besides(TestServer server) {
        Map<String, String> settings = new HashMap<>(server.commandSettings());
        settings.put("QM_DATA_DIR", folder.toString());
        return settings;
    }

    private static JsonNode health(TestServer server) {
        return server.operator().get("/deployment/health").require(200).body();
    }

    /** The first node that is the one asked, or is not. */
    private static Optional<JsonNode> node(TestServer server, boolean own) {
        return StreamSupport.stream(health(server).path("nodes").spliterator(), false)
                .filter(node -> node.path("this_node").asBoolean() == own)
                .findFirst();
    }

    private static JsonNode drift(TestServer server, boolean own) {
        return node(server, own).orElseThrow().path("drift");
    }

    /** As the owner of the tables; answers with the number of rows that it changed. */
    private static int execute(TestServer server, String sql) {
        try (Connection owner = server.database().connectAsOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }
}
