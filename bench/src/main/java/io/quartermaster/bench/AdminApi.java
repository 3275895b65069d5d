package io.quartermaster.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Quartermaster's admin API and metrics, as an operator uses them. */
record AdminApi(HttpClient http, URI address, String operatorKey) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static AdminApi at(int port, String operatorKey) {
        return new AdminApi(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                URI.create("http://127.0.0.1:" + port),
                operatorKey);
    }

    JsonNode create(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(json), 201);
    }

    JsonNode replace(String path, String json) throws IOException, InterruptedException {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(json), 200);
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), 200);
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body, int wanted)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request("/api/v1" + path)
                        .header("content-type", "application/json")
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != wanted) {
            throw new IllegalStateException(
                    method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    String metrics() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request("/metrics").GET().build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("GET /metrics answered " + answer.statusCode());
        }
        return answer.body();
    }

    boolean isReady() throws InterruptedException {
        try {
            return http.send(request("/health/ready").GET().build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + operatorKey);
    }
}
