package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.json.Json;
import io.quartermaster.schema.SchemaVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A later release migrates the database while nodes of this one serve. */
final class RollingUpgradeTest {

    @Test
    void aNodeServesBesideALaterReleaseAsFarAsThatSays() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(ready(server, 200).has("warnings")).isFalse();

            migrate(server, "9998", SchemaVersion.expected().text());
            assertThat(ready(server, 200).path("warnings").get(0).asString())
                    .contains("at version 9998", "may run beside it", "finish the upgrade");
            TestTenant.on(server);
            try (TestServer restarted = server.secondNode()) {
                assertThat(ready(restarted, 200).path("warnings")).hasSize(1);
            }

            migrate(server, "9999", "9998");
            assertThat(ready(server, 503).path("reasons").get(0).asString())
                    .contains("at version 9999", "only releases of version 9998 or newer may run beside it");
            assertThatThrownBy(server::secondNode).hasMessageContaining("only releases of version 9998 or newer");
        }
    }

    @Test
    void aNodeSaysSoWhenItsDatabaseIsOneOfBeforeAnUpgrade() throws Exception {
        try (TestServer server = TestServer.start()) {
            execute(server, "delete from flyway_schema_history where version = '" + SchemaVersion.expected() + "'");
            assertThat(ready(server, 503).path("reasons").get(0).asString()).contains("run \"quartermaster migrate\"");
        }
    }

    private static void migrate(TestServer server, String version, String runsBeside) throws Exception {
        execute(
                server,
                "insert into schema_versions values ('" + version + "', '" + runsBeside + "');"
                        + " insert into flyway_schema_history (installed_rank, version, description, type, script,"
                        + " checksum, installed_by, execution_time, success) values (" + version + ", '" + version
                        + "', 'later', 'SQL', 'V" + version + "__later.sql', 1, 'x', 1, true)");
    }

    private static void execute(TestServer server, String sql) throws Exception {
        try (Connection owner = server.database().connectAsOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JsonNode ready(TestServer server, int status) throws Exception {
        URI health = server.address().resolve("/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(status);
            return Json.tree(answer.body());
        }
    }
}
