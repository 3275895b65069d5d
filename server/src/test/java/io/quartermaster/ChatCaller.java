package io.quartermaster;

import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls {@code /v1/chat/completions} with one key, not streamed. */
record ChatCaller(URI address, String key) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** What came back; {@code code} is the error's and {@code retryAfter} the header, empty when there was none. */
    record Chat(int status, String code, String credentialSource, String retryAfter, String text) {}

    Chat call(String model) {
        return call(model, "");
    }

    /** {@code more} are further fields, each with a comma before it. */
    Chat call(String model, String more) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]%s}"
                                .formatted(model, more)))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Chat(
                    response.statusCode(),
                    Json.tree(response.body()).path("error").path("code").asString(""),
                    response.headers().firstValue("x-qm-credential-source").orElse(""),
                    response.headers().firstValue("retry-after").orElse(""),
                    response.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling " + model, interrupted);
        }
    }
}
