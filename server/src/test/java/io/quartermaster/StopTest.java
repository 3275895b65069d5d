package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop that is asked for: what runs may finish, and nothing is left behind. And the operator key's life around it. */
final class StopTest {

    @TempDir
    private Path folder;

    @Test
    void aStreamInProgressFinishesBeforeTheServerStopsAndTheOperatorKeyIsShownOnce() throws Exception {
        String first;
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            server.address();
            first = server.shownOperatorKey().orElseThrow();
            streamThroughAStop(server, new AdminClient(server.address(), first));
        }
        String second = reset();
        assertThat(second).isNotEqualTo(first);
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            server.address();
            assertThat(server.shownOperatorKey()).isEmpty();
            assertThat(server.out() + server.err()).doesNotContain(first, second);
            assertThat(new AdminClient(server.address(), first).get("/tenants").status())
                    .isEqualTo(401);
            new AdminClient(server.address(), second).get("/tenants/acme").require(200);
        }
    }

    @Test
    void aStopDuringTheStartLeavesNoDatabaseBehind() {
        try (ServerProcess server = ServerProcess.serve(folder, Map.of())) {
            Eventually.await(
                    ServerProcess.PATIENCE,
                    "the database comes up",
                    () -> server.postmaster().isPresent());
            assertThat(server.out()).as("it is not up itself").doesNotContain("listens on");
            server.terminate();
            assertThat(server.exitCode()).isIn(0, 143);
            assertThat(server.postmaster()).isEmpty();
            assertThat(server.err()).contains("Stopped").doesNotContain("\"level\":\"ERROR\"", "quartermaster: ");
        }
    }

    private static void streamThroughAStop(ServerProcess server, AdminClient operator) throws Exception {
        String[] words = IntStream.range(0, 20).mapToObj(word -> "word" + word).toArray(String[]::new);
        try (FakeUpstream upstream = FakeUpstream.start();
                HttpClient client = HttpClient.newHttpClient()) {
            upstream.otherwise(Answers.wholeChatStream(words).paced(Duration.ofMillis(150)));
            operator.createTenant("acme");
            operator.createProvider("acme", "main", upstream.baseUrl());
            operator.createModel("acme", "gpt-4o", "llm");
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.address() + "/v1/chat/completions"))
                            .header("authorization", "Bearer " + operator.createKey("acme", "member"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).startsWith("data: ");
                ProcessHandle postmaster = server.postmaster().orElseThrow();
                server.terminate();
                Eventually.await(
                        ServerProcess.PATIENCE, "it stops", () -> server.err().contains("Stopping"));
                List<String> rest = lines.readAllLines();
                assertThat(rest).contains("data: [DONE]");
                assertThat(String.join("\n", rest)).contains(words);
                assertThat(server.exitCode()).isIn(0, 143);
                assertThat(postmaster.isAlive()).isFalse();
                assertThat(server.err()).contains("Stopped").doesNotContain("\"level\":\"ERROR\"");
            }
        }
    }

    private String reset() {
        Map<String, String> settings =
                Map.of("QM_DATA_DIR", folder.resolve("data").toString());
        try (ServerProcess reset = ServerProcess.start(folder, settings, "operator-key", "reset")) {
            assertThat(reset.exitCode()).as(reset.err()).isZero();
            return reset.shownOperatorKey().orElseThrow();
        }
    }
}
