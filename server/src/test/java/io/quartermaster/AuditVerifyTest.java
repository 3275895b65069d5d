package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AuditInspection.Seen;
import io.quartermaster.audit.AuditFinding;
import io.quartermaster.audit.AuditHead;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case 59: whoever can write to the database, and has no master key, cannot change the audit trail unnoticed. */
final class AuditVerifyTest {

    private TestServer server;
    private TestTenant tenant;
    private AuditInspection inspection;

    @TempDir
    private Path folder;

    @BeforeEach
    void aTenantWithAHistory() throws Exception {
        server = TestServer.start();
        tenant = TestTenant.on(server);
        tenant.provider("main");
        String model = tenant.model("alpha");
        tenant.patch("/models/" + model, "{\"alias\":\"fast\",\"compression_threshold\":55}")
                .require(200);
        createKeyOnce(tenant);
        inspection = new AuditInspection(server);
    }

    @AfterEach
    void stop() {
        inspection.close();
        server.close();
    }

    @Test
    void case59_anUntouchedTrailIsIntactWhateverItsEventsHold() {
        TestTenant other = TestTenant.on(server);
        other.changeTenant("{\"name\":\"\u00fcn\u00efc\u00f6de \\\"quoted\\\" \\u0001\"}")
                .require(200);
        server.operator().delete(other.path("")).require(200);

        Seen seen = inspection.everything();

        assertThat(seen.findings()).isEmpty();
        assertThat(seen.heads()).containsKeys(tenant.id().toString(), other.id().toString(), "deployment");
        assertThat(seen.head(tenant.id().toString()).seq())
                .isEqualTo(tenant.events().size());
    }

    @Test
    void case59_rewritingAnyColumnOfAnEventIsFound() throws SQLException {
        List<String> rewritings = List.of(
                "id = gen_random_uuid()",
                "config_version = config_version + 100",
                "occurred_at = occurred_at + interval '1 microsecond'",
                "actor_kind = case actor_kind when 'operator' then 'api_key' else 'operator' end",
                "actor = 'operator, honestly'",
                "action = 'model.delete'",
                "subject_kind = 'other'",
                "subject_id = subject_id || ' '",
                "before = '{\"name\": \"never\"}'",
                "after = '{\"name\": \"never\"}'",
                "after = null",
                "after = jsonb_set(after, '{name}', '\"l\"')",
                "after = after - 'role'",
                "consequences = '{\"deleted\": 1}'",
                "request_id = 'r'",
                "idempotency_key = 'twice'",
                "idempotency_key = null, request_hash = null",
                "request_hash = '\\x00'",
                "mac = '\\x00'",
                "seq = seq + 100");
        for (String rewriting : rewritings) {
            TestTenant victim = TestTenant.on(server);
            createKeyOnce(victim);
            assertThat(inspection.of(victim.id())).isEmpty();
            asOwner("update audit_events set " + rewriting + " where idempotency_key = 'once'" + of(victim));
            assertThat(inspection.of(victim.id())).as(rewriting).isNotEmpty();
        }
    }

    @Test
    void case59_aRewrittenEventIsNamed() throws SQLException {
        asOwner("update audit_events set actor = 'somebody' where seq = 3 and tenant_id = '" + tenant.id() + "'");
        assertThat(inspection.everything().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.chain()).isEqualTo(tenant.id().toString());
            assertThat(finding.seq()).isEqualTo(3);
            assertThat(finding.problem()).contains("was changed");
        });
    }

    @Test
    void case59_cuttingTheTailIsFoundEvenIfTheHeadAndTheVersionAreSetBack() throws SQLException {
        long last = tenant.events().size();
        asOwner("delete from audit_events where seq > " + (last - 2) + mine());
        assertThat(inspection.of(tenant.id()))
                .extracting(AuditFinding::problem)
                .anyMatch(problem -> problem.contains("missing from its end"));
        asOwner("update audit_heads set seq = " + (last - 2) + " where true" + mine());
        asOwner("update tenant_config_versions set version = " + (last - 2) + " where true" + mine());
        assertThat(inspection.of(tenant.id()))
                .extracting(AuditFinding::problem)
                .containsExactly("the code of its head or of its last event was changed");
    }

    @Test
    void case59_removingInsertingSwappingAndRenumberingAreFound() throws SQLException {
        asOwner("delete from audit_events where seq = 3" + mine());
        assertThat(inspection.of(tenant.id())).extracting(AuditFinding::problem).containsExactly("event 3 is missing");
        asOwner("update audit_events set seq = seq + 999 where seq > 3" + mine());
        asOwner("update audit_events set seq = seq - 1000 where seq > 1000" + mine());
        asOwner("update audit_heads set seq = seq - 1 where true" + mine());
        assertThat(inspection.of(tenant.id())).isNotEmpty();

        TestTenant swapped = another();
        asOwner("update audit_events set seq = case seq when 2 then 1002 else 1003 end where seq in (2, 3)"
                + of(swapped));
        asOwner("update audit_events set seq = case seq when 1002 then 3 else 2 end where seq > 1000" + of(swapped));
        assertThat(inspection.of(swapped.id())).extracting(AuditFinding::seq).contains(2L, 3L);

        TestTenant inserted = another();
        asOwner("insert into audit_events (tenant_id, id, config_version, occurred_at, actor_kind, actor, action,"
                + " subject_kind, subject_id, request_id, seq, mac) select tenant_id, gen_random_uuid(), config_version + 50,"
                + " occurred_at, actor_kind, actor, action, subject_kind, subject_id, request_id, seq + 50, mac"
                + " from audit_events where seq = 2" + of(inserted));
        assertThat(inspection.of(inserted.id())).isNotEmpty();
    }

    @Test
    void case59_anEventWithoutACodeIsFoundWhereTheChainHasBegun() throws SQLException {
        asOwner("insert into audit_events (tenant_id, id, config_version, occurred_at, actor_kind, actor, action,"
                + " subject_kind, subject_id, request_id) values ('" + tenant.id() + "', gen_random_uuid(), 0, now(),"
                + " 'operator', 'operator', 'tenant.change', 'tenant', 'x', 'r')");
        assertThat(inspection.of(tenant.id())).isNotEmpty();
    }

    @Test
    void case59_movingEventsToAnotherTenantIsFound() throws SQLException {
        TestTenant other = another();
        asOwner("delete from audit_events where true" + of(other));
        asOwner("update audit_events set tenant_id = '" + other.id() + "' where true" + mine());
        asOwner("update audit_heads h set seq = m.seq, mac = m.mac from audit_heads m where h.tenant_id = '"
                + other.id() + "' and m.tenant_id = '" + tenant.id() + "'");
        assertThat(inspection.of(other.id())).isNotEmpty();
        assertThat(inspection.of(tenant.id())).isNotEmpty();
    }

    @Test
    void case59_changingOrRemovingAHeadIsFound() throws SQLException {
        asOwner("update audit_heads set mac = '\\x00' where true" + mine());
        assertThat(inspection.of(tenant.id())).isNotEmpty();
        asOwner("delete from audit_heads where true" + mine());
        assertThat(inspection.of(tenant.id()))
                .extracting(AuditFinding::problem)
                .containsExactly("its head is gone, which says how many events it has");
        assertThat(inspection.everything().findings())
                .extracting(AuditFinding::problem)
                .anyMatch(problem -> problem.endsWith("tenants were given a chain, and 0 have one"));
    }

    @Test
    void case59_removingAWholeChainOrAWholeTenantIsFound() throws SQLException {
        TestTenant gone = another();
        for (String table : List.of(
                "audit_events",
                "audit_heads",
                "default_models",
                "model_configs",
                "provider_configs",
                "api_keys",
                "tenant_data_keys",
                "tenant_config_versions")) {
            asOwner("delete from " + table + " where true" + of(gone));
        }
        asOwner("delete from tenants where id = '" + gone.id() + "'");
        assertThat(inspection.everything().findings())
                .extracting(AuditFinding::problem)
                .containsExactly("2 tenants were given a chain, and 1 have one");

        asOwner("update deployment_audit_heads set seq = 1 where name = 'chains'");
        assertThat(inspection.everything().findings())
                .extracting(AuditFinding::problem)
                .containsExactly("the number of tenants with a chain was changed or removed");

        asOwner("delete from audit_events where true" + mine());
        asOwner("delete from audit_heads where true" + mine());
        assertThat(inspection.of(tenant.id())).isNotEmpty();
    }

    @Test
    void aHeadThatWasKeptElsewhereProvesWhatNoCodeInTheDatabaseCan() throws SQLException {
        String chain = tenant.id().toString();
        Map<String, List<String>> snapshot = rows();
        AuditHead kept = inspection.everything().head(chain);
        Map<String, Map<Long, String>> expected = Map.of(chain, Map.of(kept.seq(), kept.code()));
        tenant.model("later");
        assertThat(inspection.everything(expected).findings()).isEmpty();

        AuditHead later = inspection.everything().head(chain);
        // everything as it was before: an old head fits old events
        asOwner("delete from audit_events where seq > " + kept.seq() + mine());
        asOwner("update audit_heads set seq = " + kept.seq() + ", mac = '\\x" + kept.code() + "' where true" + mine());
        asOwner("update tenant_config_versions set version = " + kept.seq() + " where true" + mine());
        assertThat(inspection.of(tenant.id())).isEmpty();
        assertThat(rows()).isEqualTo(snapshot);
        assertThat(inspection
                        .everything(Map.of(chain, Map.of(later.seq(), later.code())))
                        .findings())
                .singleElement()
                .extracting(AuditFinding::problem)
                .asString()
                .contains("the chain has only");
    }

    @Test
    void aWriterMeanwhileMakesNoFalseFinding() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                tenant.changeTenant("{\"name\":\"n" + i + "\"}").require(200);
                TestTenant.on(server);
            }
        });
        List<AuditFinding> found = new ArrayList<>();
        long before = tenant.events().size();
        for (int i = 0; i < 15; i++) {
            found.addAll(inspection.everything().findings());
        }
        stop.set(true);
        writer.join();
        assertThat(found).isEmpty();
        assertThat((long) tenant.events().size()).isGreaterThan(before);
    }

    @Test
    void theCommandSaysWhatItFindsAndCannotRunWithoutTheOwnerOrWithAnotherMasterKey() throws Exception {
        Map<String, String> settings = server.commandSettings();
        ServerProcess intact = ServerProcess.start(folder, settings, "audit", "verify", "--heads");
        assertThat(intact.exitCode()).as(intact.err()).isZero();
        assertThat(intact.out())
                .contains(tenant.id() + ":" + tenant.events().size() + ":")
                .endsWith("Intact: 2 chains.\n");

        asOwner("update audit_events set actor = 'somebody' where seq = 2" + mine());
        ServerProcess broken =
                ServerProcess.start(folder, settings, "audit", "verify", "--json", "--tenant", tenant.slug());
        assertThat(broken.exitCode()).as(broken.err()).isEqualTo(1);
        assertThat(broken.out()).contains("\"chain\":\"" + tenant.id() + "\"", "\"seq\":2", "\"findings\":1");

        settings.put("QM_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        ServerProcess wrong = ServerProcess.start(folder, settings, "audit", "verify");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("the audit trail's key was wrapped by").hasLineCount(1);

        settings.keySet().removeIf(name -> name.startsWith("QM_DATABASE_OWNER"));
        ServerProcess powerless = ServerProcess.start(folder, settings, "audit", "verify");
        assertThat(powerless.exitCode()).isEqualTo(2);
        assertThat(powerless.err()).contains("QM_DATABASE_OWNER_USER").hasLineCount(1);
    }

    private static void createKeyOnce(TestTenant tenant) {
        tenant.send("POST", "/api-keys", "{\"name\":\"k\"}", Map.of("idempotency-key", "once"))
                .require(201);
    }

    private TestTenant another() {
        TestTenant another = TestTenant.on(server);
        another.provider("main");
        another.model("alpha");
        return another;
    }

    private Map<String, List<String>> rows() throws SQLException {
        return Map.of(
                "events", tenant.texts("select e::text from audit_events e where tenant_id = ? order by seq"),
                "head", tenant.texts("select h::text from audit_heads h where tenant_id = ?"));
    }

    private String mine() {
        return of(tenant);
    }

    private static String of(TestTenant tenant) {
        return " and tenant_id = '" + tenant.id() + "'";
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection owner = server.database().connectAsOwner();
                Statement statement = owner.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }
}
