package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The console is served by the same port as the APIs, and takes nothing from them. */
final class ConsoleBesideApiTest {

    @Test
    void theApisAnswerForThemselvesAndTheRootForTheConsole() throws Exception {
        try (TestServer server = TestServer.start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> root = open(client, server.address(), "/");
            assertThat(root.statusCode()).isEqualTo(200);
            assertThat(root.headers().firstValue("content-security-policy")).isPresent();
            assertThat(root.headers().firstValue("x-qm-request-id")).isPresent();

            HttpResponse<String> admin = open(client, server.address(), "/api/unknown");
            assertThat(admin.statusCode()).isEqualTo(404);
            assertThat(admin.body()).contains("urn:quartermaster:problem:not_found");

            HttpResponse<String> gateway = open(client, server.address(), "/v1/unknown");
            assertThat(gateway.statusCode()).isIn(401, 404);
            assertThat(gateway.body()).contains("\"error\"").doesNotContain("urn:quartermaster");

            assertThat(open(client, server.address(), "/health/ready").body()).contains("ready");
            assertThat(open(client, server.address(), "/metrics").statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> open(HttpClient client, URI address, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
