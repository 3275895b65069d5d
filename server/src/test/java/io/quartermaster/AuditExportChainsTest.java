package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.audit.AuditExport;
import io.quartermaster.audit.AuditHead;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.platform.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which chains an export reads; {@link AuditExportTest} has what the command makes of them. */
final class AuditExportChainsTest {

    private static final class Taken implements AuditExport.Listener {
        private final List<JsonNode> events = new ArrayList<>();
        private final Map<String, AuditHead> heads = new LinkedHashMap<>();

        @Override
        public void event(JsonNode event) {
            events.add(event);
        }

        @Override
        public void stands(String chain, AuditHead head) {
            heads.put(chain, head);
        }
    }

    @Test
    void anExportReadsTheDeploymentsChainAndEveryTenantsFromTheOldestOn() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestTenant tenant = TestTenant.on(server);
            TestTenant other = TestTenant.on(server);
            server.operator()
                    .post("/shared-providers", AdminScene.providerJson("shared"))
                    .require(201);
            Login owner = new Login(
                    server.database().owner().name(),
                    new Sensitive(server.database().owner().password()));
            try (HikariDataSource pool = Pool.open(server.database().jdbcUrl(), owner, 2)) {
                Taken taken = new Taken();
                AuditExport export = new AuditExport(
                        new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry()),
                        Json.mapper(),
                        Optional.empty(),
                        Optional.empty(),
                        taken);

                export.exportAll();

                assertThat(taken.heads.keySet())
                        .startsWith("deployment")
                        .containsExactlyInAnyOrder(
                                "deployment", tenant.id().toString(), other.id().toString());
                taken.heads.forEach((chain, head) -> assertThat(taken.events.stream()
                                .filter(event -> event.path("chain").asString().equals(chain))
                                .map(event -> event.path("seq").asLong())
                                .toList())
                        .isSorted()
                        .last()
                        .isEqualTo(head.seq()));
                assertThat(export.find(tenant.slug())).contains(new TenantId(tenant.id()));
                assertThat(export.find(tenant.id().toString())).contains(new TenantId(tenant.id()));
                assertThat(export.find("nobody")).isEmpty();
            }
        }
    }
}
