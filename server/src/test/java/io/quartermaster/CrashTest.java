package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A setting, once saved, is never lost: not when the server is killed, not when its database is. */
final class CrashTest {

    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedBeforeAKillIsThereAfterwardsAndNothingIsHalf() {
        Set<String> acknowledged;
        String key;
        long orphan;
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            server.address();
            key = server.shownOperatorKey().orElseThrow();
            AdminClient operator = client(server, key);
            operator.createTenant("acme");
            Storm storm = new Storm(operator);
            Eventually.await(Duration.ofSeconds(20), "writes are acknowledged", () -> storm.acknowledged.size() > 60);
            orphan = server.postmaster().orElseThrow().pid();
            server.kill();
            acknowledged = storm.stop();
            assertThat(ProcessHandle.of(orphan))
                    .as("the database outlives the server")
                    .isPresent();

            try (ServerProcess again = ServerProcess.serve(folder, Map.of())) {
                AdminClient afterwards = client(again, key);
                assertThat(again.shownOperatorKey()).isEmpty();
                assertThat(again.postmaster().orElseThrow().pid())
                        .as("the orphan was taken over")
                        .isNotEqualTo(orphan);
                assertThat(ProcessHandle.of(orphan)).isEmpty();
                assertWhole(afterwards, acknowledged);
                afterwards.createModel("acme", "after-the-crash", "llm");
            }
        }
    }

    @Test
    void aKilledDatabaseComesBackByItselfAndNothingAcknowledgedIsLost() {
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            server.address();
            AdminClient operator = client(server, server.shownOperatorKey().orElseThrow());
            operator.createTenant("acme");
            Storm storm = new Storm(operator);
            Eventually.await(Duration.ofSeconds(20), "writes are acknowledged", () -> storm.acknowledged.size() > 30);
            long before = server.postmaster().orElseThrow().pid();

            server.postmaster().orElseThrow().destroyForcibly();
            Eventually.await(Duration.ofSeconds(20), "the loss is noticed", () -> storm.refused.contains(503));
            Eventually.await(
                    Duration.ofSeconds(40),
                    "the database is back",
                    () -> operator.get("/tenants/acme").status() == 200);
            int then = storm.acknowledged.size();
            Eventually.await(Duration.ofSeconds(20), "writes go on", () -> storm.acknowledged.size() > then + 10);

            Set<String> acknowledged = storm.stop();
            assertThat(storm.refused).as("statuses other than success").containsOnly(503);
            assertThat(server.postmaster().orElseThrow().pid()).isNotEqualTo(before);
            assertWhole(operator, acknowledged);
        }
    }

    /** Writers that create models one after the other until they are told to stop or the server is gone. */
    private static final class Storm {
        private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Thread> writers;

        Storm(AdminClient client) {
            writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> Thread.ofVirtual().start(() -> write(client, writer)))
                    .toList();
        }

        private void write(AdminClient client, int writer) {
            for (int count = 0; !stopped.get(); count++) {
                try {
                    Answer answer = client.post("/tenants/acme/models", AdminScene.modelJson(writer + "-" + count));
                    if (answer.status() == 201) {
                        acknowledged.add(answer.string("id"));
                    } else {
                        refused.add(answer.status());
                    }
                } catch (UncheckedIOException gone) {
                    return;
                }
            }
        }

        Set<String> stop() {
            stopped.set(true);
            for (Thread writer : writers) {
                try {
                    writer.join();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return new HashSet<>(acknowledged);
        }
    }

    /** Every acknowledged model is there; every version of the tenant has its one audit event, every model its creation. */
    private static void assertWhole(AdminClient operator, Set<String> acknowledged) {
        Set<String> models = new TreeSet<>();
        all(operator, "/tenants/acme/models")
                .forEach(model -> models.add(model.path("id").asString()));
        assertThat(models).containsAll(acknowledged);
        assertThat(models.size() - acknowledged.size())
                .as("committed, but not acknowledged in time")
                .isBetween(0, 2 * WRITERS);

        List<JsonNode> events = all(operator, "/tenants/acme/audit-events");
        Set<String> created = new TreeSet<>();
        Set<Long> versions = new TreeSet<>();
        for (JsonNode event : events) {
            versions.add(event.path("config_version").asLong());
            if (event.path("action").asString().equals("model.create")) {
                created.add(event.path("subject_id").asString());
            }
        }
        assertThat(created).isEqualTo(models);
        assertThat(versions).hasSize(events.size());
        long newest = operator.get("/tenants/acme/models")
                .body()
                .path("data")
                .valueStream()
                .mapToLong(model -> model.path("version").asLong())
                .max()
                .orElseThrow();
        assertThat(versions)
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, Math.max(newest, versions.size()))
                        .boxed()
                        .toList());
    }

    private static List<JsonNode> all(AdminClient operator, String path) {
        List<JsonNode> entries = new java.util.ArrayList<>();
        String cursor = "";
        do {
            Answer page = operator.get(path + "?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .require(200);
            page.body().path("data").forEach(entries::add);
            cursor = page.body().path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return entries;
    }

    private static AdminClient client(ServerProcess server, String key) {
        return new AdminClient(server.address(), key);
    }
}
