package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The ledger over kills of the server and of its database, in processes of their own. */
final class SpoolCrashTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WORKERS = 4;
    private static final int STREAMS = 3;
    private static final int DELIVERED = 7;
    private static final int RESERVED = 50;

    @TempDir
    private Path folder;

    private final FakeUpstream upstream = FakeUpstream.start();
    private String operatorKey = "";
    private String key = "";

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aKilledServerLosesNoSettledCallAndEndsEachOpenOneOnce() { // gateway case 27
        upstream.otherwise(SpoolCrashTest::answer);
        Storm storm;
        List<RawHttp> streams = new ArrayList<>();
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            configure(server);
            storm = new Storm(server.address());
            for (int each = 0; each < STREAMS; each++) {
                streams.add(stream(server.address()));
            }
            RawHttp silent = RawHttp.connect(server.address()).send(request("", "silent"));
            streams.add(silent);
            Eventually.await(SOON, "calls are answered", () -> storm.answered.size() > 300);
            Eventually.await(
                    SOON,
                    "the silent one waits",
                    () -> upstream.exchanges().stream()
                            .anyMatch(exchange -> exchange.text().contains("silent")));
            server.kill();
            storm.join();
            streams.forEach(RawHttp::close);
        }
        Map<String, JsonNode> first;
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            first = ledger(server);
            server.kill();
        }
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            assertThat(ledger(server)).as("taken up twice, nothing changes").isEqualTo(first);
        }

        assertThat(first.keySet()).as("what was answered").containsAll(storm.answered);
        List<JsonNode> interrupted = new ArrayList<>();
        for (JsonNode event : first.values()) {
            if (event.path("outcome").asString().equals("interrupted")) {
                interrupted.add(event);
            } else {
                assertThat(event.path("outcome").asString()).isEqualTo("completed");
                assertThat(event.path("input_tokens").asLong()).isEqualTo(11);
                assertThat(event.path("output_tokens").asLong()).isEqualTo(5);
                assertThat(event.path("estimated").asBoolean()).isFalse();
            }
        }
        assertThat(interrupted).hasSizeBetween(STREAMS + 1, STREAMS + 1 + WORKERS);
        assertThat(interrupted).allSatisfy(event -> {
            assertThat(event.path("estimated").asBoolean()).isTrue();
            assertThat(event.path("output_tokens").asLong()).isBetween(0L, (long) RESERVED);
            assertThat(event.path("cost_micros").asLong())
                    .isEqualTo(event.path("input_tokens").asLong()
                            + 2 * event.path("output_tokens").asLong());
        });
        assertThat(interrupted)
                .filteredOn(event -> event.path("streamed").asBoolean())
                .hasSize(STREAMS)
                .allSatisfy(event ->
                        assertThat(event.path("output_tokens").asLong()).isGreaterThanOrEqualTo(DELIVERED));
        assertThat((long) first.size())
                .as("one line for each call that reached the provider, or was about to")
                .isBetween((long) upstream.requests(), (long) upstream.requests() + WORKERS);
    }

    @Test
    void aKilledDatabaseLosesNoUsage() { // gateway case 27
        upstream.otherwise(SpoolCrashTest::answer);
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            configure(server);
            Storm storm = new Storm(server.address());
            Eventually.await(SOON, "calls are answered", () -> storm.answered.size() > 100);
            long before = server.postmaster().orElseThrow().pid();
            server.postmaster().orElseThrow().destroyForcibly();
            int then = storm.answered.size();
            Eventually.await(SOON, "calls go on", () -> storm.answered.size() > then + 100);
            Eventually.await(
                    SOON,
                    "the database is back",
                    () -> server.postmaster()
                            .filter(postmaster -> postmaster.pid() != before)
                            .isPresent());
            storm.stop();
            Eventually.await(
                    SOON, "the ledger has them all", () -> ledger(server).size() >= storm.answered.size());
            assertThat(ledger(server).keySet()).containsExactlyInAnyOrderElementsOf(storm.answered);
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() {
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            server.address();
            try (ServerProcess second = ServerProcess.serve(folder, Map.of())) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.err()).contains("in use by another running server");
            }
        }
    }

    private static Script answer(Exchange exchange) {
        if (exchange.text().contains("silent")) {
            return Script.silence();
        }
        if (exchange.text().contains("stream")) {
            return Answers.chatStream(
                            IntStream.range(0, DELIVERED).mapToObj(_ -> "x").toArray(String[]::new))
                    .thenSilence();
        }
        return Answers.chat("hello");
    }

    private void configure(ServerProcess server) {
        URI address = server.address();
        operatorKey = server.shownOperatorKey().orElseThrow();
        AdminClient operator = new AdminClient(address, operatorKey);
        operator.createTenant("acme");
        key = operator.createKey("acme", "member");
        operator.createProvider("acme", "main", upstream.baseUrl());
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"openai-compatible\",\"model\":\"priced\",\"model_type\":\"llm\","
                                + "\"prices\":{\"input\":\"1\",\"output\":\"2\"}}")
                .require(201);
    }

    private RawHttp stream(URI address) {
        RawHttp client = RawHttp.connect(address).send(request(",\"stream\":true", "stream"));
        for (int each = 0; each < DELIVERED; each++) {
            client.lineWith("\"x\"", SOON);
        }
        return client;
    }

    private String request(String more, String content) {
        return RawHttp.request(
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"priced\",\"max_tokens\":%d%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(RESERVED, more, content),
                "Authorization: Bearer " + key);
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
            Answer page = operator.get(
                            "/tenants/acme/usage/events?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .require(200);
            page.body()
                    .path("data")
                    .forEach(event -> assertThat(
                                    events.put(event.path("request_id").asString(), event))
                            .isNull());
            cursor = page.body().path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return events;
    }

    /** Callers that call one after the other until the server is gone or they are told to stop. */
    private final class Storm {

        private final Queue<String> answered = new ConcurrentLinkedQueue<>();
        private final List<Thread> workers;
        private volatile boolean stopped;

        Storm(URI address) {
            workers = IntStream.range(0, WORKERS)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> work(address)))
                    .toList();
        }

        private void work(URI address) {
            try (RawHttp client = RawHttp.connect(address)) {
                while (!stopped) {
                    RawResponse response = client.send(request("", "hello")).response(SOON);
                    if (response.status() == 200 && response.whole()) {
                        answered.add(response.headers().first("x-qm-request-id").orElseThrow());
                    }
                }
            } catch (RuntimeException | AssertionError gone) {
                stopped = true;
            }
        }

        void stop() {
            stopped = true;
            join();
        }

        void join() {
            for (Thread worker : workers) {
                try {
                    worker.join();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
