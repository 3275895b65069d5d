package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code audit export}: every event once, in its order, with what a later check needs, and no secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditExportTest {

    private TestServer server;
    private TestTenant tenant;
    private TestTenant other;

    @TempDir
    private Path folder;

    @BeforeAll
    void twoTenantsWithAHistory() throws Exception {
        server = TestServer.start();
        tenant = TestTenant.on(server);
        tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"p\",\"api_key\":\"sk-canary-0123456789\"}")
                .require(201);
        tenant.send("POST", "/models", AdminScene.modelJson("once"), Map.of("idempotency-key", "k-1"))
                .require(201);
        other = TestTenant.on(server);
        server.operator()
                .post("/shared-providers", AdminScene.providerJson("shared"))
                .require(201);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyEventOfEveryChainIsALineOfItsOwnInItsPlace() {
        List<JsonNode> lines = export("--heads");

        for (TestTenant one : List.of(tenant, other)) {
            assertThat(ofChain(lines, one.id().toString())).isEqualTo(recorded(one));
            assertThat(lines.stream()
                            .filter(line -> line.path("chain")
                                            .asString()
                                            .equals(one.id().toString())
                                    && line.has("seq"))
                            .map(line -> line.path("seq").asLong()))
                    .isEqualTo(java.util.stream.LongStream.rangeClosed(
                                    1, one.events().size())
                            .boxed()
                            .toList());
        }
        assertThat(ofChain(lines, "deployment"))
                .extracting(event -> event.path("action").asString())
                .contains("shared-provider.create");
        assertThat(lines.toString()).doesNotContain("canary");
        try (AuditInspection inspection = new AuditInspection(server)) {
            inspection
                    .everything()
                    .heads()
                    .forEach((chain, head) -> assertThat(lines)
                            .contains(Json.tree("{\"chain\":\"%s\",\"head\":%d,\"code\":\"%s\"}"
                                    .formatted(chain, head.seq(), head.code()))));
        }
    }

    @Test
    void theCodesAreThoseOfTheChain() throws Exception {
        List<JsonNode> lines = export("--tenant", tenant.slug());

        assertThat(lines.stream().map(line -> line.path("code").asString()))
                .isEqualTo(tenant.texts(
                        "select encode(mac, 'hex') from audit_events where tenant_id = ? order by config_version"));
        assertThat(lines.stream().filter(line -> line.has("idempotency_key")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("idempotency_key").asString()).isEqualTo("k-1");
                    assertThat(line.path("request_code").asString())
                            .isEqualTo(tenant.texts("select encode(request_hash, 'hex') from audit_events where"
                                            + " idempotency_key = 'k-1' and tenant_id = ?")
                                    .getFirst());
                });
    }

    @Test
    void aTimeRangeLeavesOutTheRest() {
        List<JsonNode> events = recorded(tenant);
        String second = events.get(1).path("occurred_at").asString();
        String fourth = events.get(3).path("occurred_at").asString();

        assertThat(ofChain(
                        export("--tenant", tenant.id().toString(), "--from", second, "--to", fourth),
                        tenant.id().toString()))
                .isEqualTo(events.subList(1, 3));
        assertThat(export("--to", "2001-01-01")).isEmpty();
        assertThat(export("--from", "2001-01-01")).hasSize(export().size());
    }

    @Test
    void whatCannotBeExportedIsSaidOnALine() {
        assertThat(refused("--from", "yesterday")).contains("--from takes a day such as 2026-11-01");
        assertThat(refused("--tenant", "nobody")).contains("There is no tenant nobody.");
        Map<String, String> settings = server.commandSettings();
        settings.keySet().removeIf(name -> name.startsWith("QM_DATABASE_OWNER"));
        ServerProcess powerless = ServerProcess.start(folder, settings, "audit", "export");
        assertThat(powerless.exitCode()).isEqualTo(2);
        assertThat(powerless.err()).contains("QM_DATABASE_OWNER_USER").hasLineCount(1);
    }

    @Test
    void aTrailOfManyPagesIsWholeAndEndsInOrder() throws Exception {
        TestTenant busy = TestTenant.on(server);
        busy.update("insert into audit_events (tenant_id, id, config_version, occurred_at, actor_kind, actor, action,"
                + " subject_kind, subject_id, request_id, seq, mac) select tenant_id, gen_random_uuid(), 100 + n, occurred_at,"
                + " actor_kind, actor, action, subject_kind, subject_id, request_id, 100 + n, mac from audit_events,"
                + " generate_series(1, 1200) n where tenant_id = ? and config_version = 1");

        List<JsonNode> lines = export("--tenant", busy.slug());

        assertThat(lines).hasSize(busy.events().size()).hasSizeGreaterThan(1200);
        assertThat(lines.stream().map(line -> line.path("config_version").asLong()))
                .isSorted();
    }

    private List<JsonNode> export(String... options) {
        ServerProcess done = start(options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return done.out().lines().map(Json::tree).toList();
    }

    private String refused(String... options) {
        ServerProcess refused = start(options);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).hasLineCount(1);
        return refused.err();
    }

    private ServerProcess start(String... options) {
        List<String> command = new ArrayList<>(List.of("audit", "export"));
        command.addAll(List.of(options));
        return ServerProcess.start(folder, server.commandSettings(), command.toArray(new String[0]));
    }

    /** The exported events of a chain, without place and codes. */
    private static List<JsonNode> ofChain(List<JsonNode> lines, String chain) {
        return lines.stream()
                .filter(line -> line.path("chain").asString().equals(chain) && !line.has("head"))
                .map(line -> without(line, "chain", "seq", "code", "idempotency_key", "request_code"))
                .toList();
    }

    /** The events as the API shows them, without what it adds to what was recorded: how actors are called now. */
    private static List<JsonNode> recorded(TestTenant tenant) {
        return tenant.events().stream()
                .map(event -> without(event, "actor_name"))
                .toList();
    }

    private static JsonNode without(JsonNode node, String... members) {
        return ((ObjectNode) node.deepCopy()).without(List.of(members));
    }
}
