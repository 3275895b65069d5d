package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupWriter;
import io.quartermaster.postgres.backup.Unpacking;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class BackupRestoreTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private Path origin = Path.of("");
    private Path target = Path.of("");
    private Path archive = Path.of("");
    private String operatorKey = "";
    private String key = "";

    @BeforeEach
    void folders() throws IOException {
        origin = Files.createDirectory(folder.resolve("origin"));
        target = Files.createDirectory(folder.resolve("target"));
        archive = folder.resolve("backup.tar.gz");
        upstream.otherwise(exchange -> exchange.text().contains("silent") ? Script.silence() : Answers.chat("hello"));
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aBackupBesideAServerAtWorkIsRestoredAndServesOnWithAllUsageOnce() throws Exception {
        Set<String> before;
        try (ServerProcess server = ServerProcess.serve(origin, Map.of())) {
            configure(server);
            RawHttp silent = RawHttp.connect(server.address()).send(request("silent"));
            List<Thread> callers = new ArrayList<>();
            for (int each = 0; each < 3; each++) {
                callers.add(Thread.ofVirtual().start(() -> call(server.address())));
            }
            Eventually.await(SOON, "calls are answered", () -> answered.size() > 100);
            before = Set.copyOf(answered);
            assertThat(run(origin, "backup", "--to", archive.toString()))
                    .contains(
                            "The master key is not in it",
                            origin.resolve("data/master.key").toString());
            stopped = true;
            for (Thread caller : callers) {
                caller.join();
            }
            silent.close();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        assertThat(run(target, "restore", "--check", archive.toString())).startsWith("Whole: ");

        assertThat(run(target, "restore", archive.toString())).contains("The master key was kept apart");
        try (ServerProcess without = ServerProcess.serve(target, Map.of())) {
            assertThat(without.exitCode()).isEqualTo(2);
            assertThat(without.err()).contains("restored from a backup without its master key");
        }
        Files.copy(origin.resolve("data/master.key"), target.resolve("data/master.key"));
        try (ServerProcess server = ServerProcess.serve(target, Map.of())) {
            Map<String, JsonNode> events = ledger(server);
            assertThat(events.keySet()).containsAll(before);
            assertThat(events.values())
                    .filteredOn(event -> event.path("outcome").asString().equals("interrupted"))
                    .as("the silent call, and those that were on their way at that moment")
                    .hasSizeBetween(1, 4);
            try (RawHttp client = RawHttp.connect(server.address())) {
                assertThat(client.send(request("again")).response(SOON).status())
                        .isEqualTo(200);
            }
            assertThat(upstream.exchanges().getLast().header("authorization"))
                    .as("the stored key opens")
                    .hasValue("Bearer sk-stored-0123456789");
            assertThat(run(target, "audit", "verify")).startsWith("Intact");
            assertThat(target.resolve("data/master.key.missing")).doesNotExist();
        }
    }

    @Test
    void aStoppedServerIsBackedUpWithItsMasterKeyAndNothingIsRestoredThatIsNotRight() throws Exception {
        try (ServerProcess server = ServerProcess.serve(origin, Map.of())) {
            configure(server);
            server.terminate();
            server.exitCode();
        }
        assertThat(run(origin, "backup", "--with-master-key", "--to", archive.toString()))
                .contains("The master key is in it");
        refused(origin, "is not empty", "restore", archive.toString());
        refused(origin, "There is a file", "backup", "--to", archive.toString());

        byte[] damaged = Files.readAllBytes(archive);
        damaged[damaged.length / 2] ^= 1;
        Path broken = Files.write(folder.resolve("broken.tar.gz"), damaged);
        refused(target, "nothing was restored from it", "restore", broken.toString());
        assertThat(target.resolve("data")).doesNotExist();

        Path data = Files.createDirectory(target.resolve("data"));
        Path killed = Files.createDirectories(data.resolve(".restoring/data/postgres"));
        Files.writeString(data.resolve(".restoring/moved"), "spool\n");
        Files.writeString(killed.resolve("half"), "a restore that was killed");
        Files.createDirectory(data.resolve("spool"));
        try (ServerProcess server = ServerProcess.serve(target, Map.of())) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err()).contains("did not come to its end");
        }
        assertThat(run(target, "restore", archive.toString())).startsWith("Restored to ");
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("postgres", "spool", "node-id", "master.key");
        }
        try (ServerProcess server = ServerProcess.serve(target, Map.of());
                RawHttp client = RawHttp.connect(server.address())) {
            assertThat(client.send(request("again")).response(SOON).status()).isEqualTo(200);
        }
    }

    @Test
    void anExternalDatabaseIsNotOursToCopyAndTheWayIsTold() {
        Map<String, String> external = Map.of(
                "QM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                "QM_DATABASE_USER", "u",
                "QM_DATABASE_PASSWORD", "p",
                "QM_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");
        try (ServerProcess backup = ServerProcess.start(folder, external, "backup")) {
            assertThat(backup.exitCode()).isEqualTo(2);
            assertThat(backup.err()).contains("pg_dump", "pg_basebackup", "master key", "spool");
        }
    }

    @Test
    void aBackupOfAnotherMajorVersionOrTooLargeForTheDiskLeavesNothing() throws IOException {
        try (BackupWriter writer =
                BackupWriter.create(archive, BackupFacts.of("17", Map.of("release", "an old one")))) {
            writer.content("postgres/cluster/PG_VERSION", new byte[] {'1', '7'});
            writer.complete();
        }
        Settings settings = SettingsReader.read(
                Map.of("QM_DATA_DIR", target.resolve("data").toString()), folder.resolve("none.yaml"), List.of());
        assertThatThrownBy(() -> new DataFolderRestore(settings, step -> {}).from(archive))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("is of PostgreSQL 17")
                .hasMessageContaining("an old one");
        assertThat(target.resolve("data")).doesNotExist();
        assertThatThrownBy(() -> Unpacking.requireRoom(target, 1L << 60)).hasMessageContaining("MB left");
    }

    /** What it said, once it has ended well. */
    private static String run(Path where, String... command) {
        try (ServerProcess process = command(where, command)) {
            assertThat(process.exitCode()).as(process.err()).isZero();
            return process.out();
        }
    }

    private static void refused(Path where, String why, String... command) {
        try (ServerProcess process = command(where, command)) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.err()).contains(why);
        }
    }

    private static ServerProcess command(Path where, String... command) {
        return ServerProcess.start(
                where, Map.of("QM_DATA_DIR", where.resolve("data").toString()), command);
    }

    private void configure(ServerProcess server) {
        operatorKey = server.shownOperatorKey().isPresent()
                ? server.shownOperatorKey().orElseThrow()
                : Eventually.value(SOON, "the key is shown", server::shownOperatorKey);
        AdminClient operator = new AdminClient(server.address(), operatorKey);
        operator.createTenant("acme");
        key = operator.createKey("acme", "member");
        operator.post(
                        "/tenants/acme/providers",
                        ("{\"family\":\"openai-compatible\",\"name\":\"main\",\"base_url\":\"%s\","
                                        + "\"api_key\":\"sk-stored-0123456789\"}")
                                .formatted(upstream.baseUrl()))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"openai-compatible\",\"model\":\"priced\",\"model_type\":\"llm\"}")
                .require(201);
    }

    private String request(String content) {
        return RawHttp.request(
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"priced\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(content),
                "Authorization: Bearer " + key);
    }

    private void call(URI address) {
        try (RawHttp client = RawHttp.connect(address)) {
            while (!stopped) {
                RawResponse response = client.send(request("hello")).response(SOON);
                if (response.status() == 200 && response.whole()) {
                    answered.add(response.headers().first("x-qm-request-id").orElseThrow());
                }
            }
        }
    }

    /** All events, by the request's id, which no two have. */
    private Map<String, JsonNode> ledger(ServerProcess server) {
        URI address = server.address();
        Eventually.await(SOON, "it is ready", () -> {
            try (RawHttp client = RawHttp.connect(address)) {
                return client.send(RawHttp.request("GET", "/health/ready", ""))
                                .response(SOON)
                                .status()
                        == 200;
            }
        });
        AdminClient operator = new AdminClient(address, operatorKey);
        Map<String, JsonNode> events = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = operator.get(
                            "/tenants/acme/usage/events?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .require(200)
                    .body();
            page.path("data")
                    .forEach(event -> assertThat(
                                    events.put(event.path("request_id").asString(), event))
                            .isNull());
            cursor = page.path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return events;
    }
}
