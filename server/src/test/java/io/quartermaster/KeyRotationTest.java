package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.provider.ProviderSecrets;
import io.quartermaster.secret.KeyRotation;
import io.quartermaster.secret.KeyRotation.Outcome;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.secret.SealedColumns;
import io.quartermaster.secret.SealedDeploymentColumns;
import io.quartermaster.secret.UnusableMasterKey;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and data keys are replaced while servers go on, and the old ones are not needed afterwards. */
final class KeyRotationTest {

    @TempDir
    private Path folder;

    @Test
    void everyTableWithASealedColumnTakesPart() throws SQLException {
        try (TestServerlessDatabase database = new TestServerlessDatabase()) {
            List<String> known = new ArrayList<>();
            KeysCommand.sealedColumns().stream().map(SealedColumns::table).forEach(known::add);
            ProviderSecrets.sealedDeploymentColumns().stream()
                    .map(SealedDeploymentColumns::table)
                    .forEach(known::add);
            assertThat(known)
                    .containsExactlyInAnyOrderElementsOf(database.texts(
                            "select table_name from information_schema.columns where column_name like '%\\_sealed' and"
                                    + " ?::uuid is not null"));
        }
    }

    @Test
    void afterARotationTheOldMasterKeyIsNotNeededAndNothingShownHasChanged() throws Exception {
        String next = randomKey();
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer old = TestServer.start()) {
            String current = old.commandSettings().getOrDefault("QM_MASTER_KEY", "");
            TestTenant tenant = TestTenant.on(old);
            String provider = tenant.provider("main", upstream.baseUrl());
            tenant.model("gpt-4o");
            String shared = old.operator()
                    .post("/shared-providers", "{\"family\":\"openai\",\"name\":\"Shared\",\"api_key\":\"sk-shared\"}")
                    .require(201)
                    .string("id");
            old.operator()
                    .put("/shared-providers/" + shared + "/grants/" + tenant.slug(), "")
                    .require(200);
            String keyed = tenant.post(
                            "/providers",
                            "{\"family\":\"ollama\",\"name\":\"Keyed\",\"base_url\":\"%s\",\"central_key_enabled\":false,\"user_key_allowed\":true}"
                                    .formatted(upstream.baseUrl()))
                    .require(201)
                    .string("id");
            tenant.model("ollama", "llama", "");
            TestPerson ada = TestPerson.in(old, tenant, "member");
            ada.putKey(keyed, "sk-ada").require(200);
            String fingerprint = ada.entry(keyed).path("key_fingerprint").asString();
            String shown = tenant.get("/providers/" + provider).require(200).text();

            assertThatExceptionOfType(UnusableMasterKey.class)
                    .isThrownBy(() -> rotate(old, next, false))
                    .withMessageContaining("Nothing was changed")
                    .withMessageNotContaining(current);
            assertThat(tenant.texts("select distinct master_key_id from tenant_data_keys where tenant_id = ?"))
                    .containsExactly(MasterKey.of(new Sensitive(current)).id());

            List<String> sharedKey =
                    tenant.texts("select id::text from deployment_data_keys where purpose = 'seal' and ? is not null");

            Outcome outcome = rotate(old, next + "," + current, true);
            assertThat(outcome.complete()).isTrue();
            assertThat(outcome.resealed()).isEqualTo(3);
            assertThat(outcome.retired()).isEqualTo(2);
            assertThat(tenant.texts(
                            "select id::text from deployment_data_keys where purpose = 'seal' and ? is not null"))
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(sharedKey);
            assertThat(rotate(old, next + "\n" + current, false).wrapped()).isZero();

            try (TestServer fresh = old.secondNode(Map.of("QM_MASTER_KEY", next))) {
                assertThat(fresh.operator()
                                .get(tenant.path("/providers/" + provider))
                                .text())
                        .isEqualTo(shown);
                assertThat(fresh.operator()
                                .get(tenant.path("/providers"))
                                .body()
                                .path("data"))
                        .allSatisfy(
                                row -> assertThat(row.path("has_effective_key").asBoolean())
                                        .isEqualTo(!row.path("id").asString().equals(keyed)))
                        .hasSize(3);
                assertThat(ada.entry(keyed).path("key_fingerprint").asString()).isEqualTo(fingerprint);
                assertThat(ada.chats(fresh).call("llama").credentialSource()).isEqualTo("user");
                assertThat(upstream.exchanges().getLast().headers().first("authorization"))
                        .contains("Bearer sk-ada");
                assertThat(new ChatCaller(fresh.address(), tenant.key("member"))
                                .call("gpt-4o")
                                .status())
                        .isEqualTo(200);
                assertThat(upstream.exchanges().getLast().headers().first("authorization"))
                        .contains("Bearer sk-main");
                fresh.operator()
                        .patch(tenant.path("/providers/" + provider), "{\"api_key\":\"sk-new\"}")
                        .require(200);
            }
        }
    }

    @Test
    void readersWritersAndGatewayCallsMeanwhileNoticeNothing() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer first = TestServer.start()) {
            String current = first.commandSettings().getOrDefault("QM_MASTER_KEY", "");
            String both = randomKey() + "," + current;
            try (TestServer server = first.secondNode(Map.of("QM_MASTER_KEY", both))) {
                TestTenant tenant = TestTenant.on(server);
                String provider = tenant.provider("main", upstream.baseUrl());
                tenant.model("gpt-4o");
                ChatCaller chats = tenant.chats();
                AtomicBoolean stop = new AtomicBoolean();
                AtomicInteger done = new AtomicInteger();
                Queue<String> failures = new ConcurrentLinkedQueue<>();
                List<Thread> users = List.of(
                        user(
                                stop,
                                done,
                                failures,
                                () -> tenant.patch("/providers/" + provider, "{\"priority\":" + done.get() % 100 + "}")
                                        .status()),
                        user(
                                stop,
                                done,
                                failures,
                                () -> tenant.patch("/providers/" + provider, "{\"api_key\":\"sk-" + done.get() + "\"}")
                                        .status()),
                        user(
                                stop,
                                done,
                                failures,
                                () -> tenant.get("/providers/" + provider)
                                                .string("unusable_reason")
                                                .isEmpty()
                                        ? 200
                                        : 500),
                        user(stop, done, failures, () -> chats.call("gpt-4o").status()));
                for (int i = 0; i < 8; i++) {
                    assertThat(rotate(server, both, true).complete()).isTrue();
                }
                stop.set(true);
                for (Thread user : users) {
                    user.join();
                }
                assertThat(failures).isEmpty();
                assertThat(done.get()).isGreaterThan(20);
                assertThat(tenant.number("select count(*) from tenant_data_keys where tenant_id = ?"))
                        .isOne();
                try (AuditInspection inspection = new AuditInspection(server)) {
                    assertThat(inspection.everything().findings()).isEmpty();
                }
            }
        }
    }

    @Test
    void aRotationThatIsKilledAnywhereGoesOnWhenItIsRunAgain() throws Exception {
        String next = randomKey();
        try (TestServer server = TestServer.start()) {
            Map<String, String> settings = server.commandSettings();
            String current = settings.getOrDefault("QM_MASTER_KEY", "");
            List<TestTenant> tenants = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                TestTenant tenant = TestTenant.on(server);
                tenant.provider("main");
                tenants.add(tenant);
            }
            settings.put("QM_MASTER_KEY", next + "," + current);
            ServerProcess killed = ServerProcess.start(folder, settings, "keys", "rotate", "--data-keys");
            Eventually.await(ServerProcess.PATIENCE, "new data keys are being made", () -> begun(tenants.getFirst()));
            killed.kill();

            ServerProcess again = ServerProcess.start(folder, settings, "keys", "rotate", "--data-keys");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out()).contains("older ones can go");

            for (TestTenant tenant : tenants) {
                assertThat(tenant.texts("select master_key_id from tenant_data_keys where tenant_id = ?"))
                        .containsExactly(MasterKey.of(new Sensitive(next)).id());
            }
            try (TestServer fresh = server.secondNode(Map.of("QM_MASTER_KEY", next))) {
                for (TestTenant tenant : tenants) {
                    assertThat(fresh.operator()
                                    .get(tenant.path("/providers"))
                                    .body()
                                    .toString())
                            .doesNotContain("credential_unreadable");
                }
            }
        }
    }

    private static boolean begun(TestTenant any) {
        try {
            return any.number("select count(*) from key_rotations where ?::uuid is not null") > 0;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Use {
        int status() throws Exception;
    }

    private static Thread user(AtomicBoolean stop, AtomicInteger done, Queue<String> failures, Use use) {
        return Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                try {
                    int status = use.status();
                    if (status != 200) {
                        failures.add("status " + status);
                    }
                } catch (Exception failure) {
                    failures.add(failure.toString());
                }
                done.incrementAndGet();
            }
        });
    }

    private static Outcome rotate(TestServer server, String masterKeys, boolean newDataKeys) {
        Login owner = new Login(
                server.database().owner().name(),
                new Sensitive(server.database().owner().password()));
        try (HikariDataSource pool = Pool.open(server.database().jdbcUrl(), owner, 2)) {
            return new KeyRotation(
                            new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry()),
                            MasterKey.of(new Sensitive(masterKeys)),
                            new Ids(),
                            KeysCommand.sealedColumns(),
                            ProviderSecrets.sealedDeploymentColumns(),
                            step -> {})
                    .run(newDataKeys);
        }
    }

    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A database without a server. */
    private static final class TestServerlessDatabase implements AutoCloseable {
        private final DatabaseScene scene = new DatabaseScene();

        List<String> texts(String sql) throws SQLException {
            try (OwnerSql owner = new OwnerSql(scene.test())) {
                return owner.texts(sql, new UUID(0, 0));
            }
        }

        @Override
        public void close() {
            scene.close();
        }
    }
}
