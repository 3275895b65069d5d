package io.quartermaster.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long calls took, one after the other. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    /** Sends the request, which must be answered 200, and adds its time. */
    void measure(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        nanos.add(System.nanoTime() - start);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    request.method() + " " + request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    double millis(double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(sorted.size() * share))) / 1e6;
    }

    int count() {
        return nanos.size();
    }

    /** Cells of a table: the median, the 99th percentile and the longest, in milliseconds. */
    String cells() {
        return String.format(Locale.ROOT, "%.2f | %.2f | %.2f", millis(0.5), millis(0.99), millis(1));
    }

    /** A call of the gateway that needs the tenant and no provider. */
    static HttpRequest models(int port, String key) {
        return request(port, "/v1/models", key).build();
    }

    static HttpRequest change(int port, String path, String key, String json) {
        return request(port, "/api/v1" + path, key)
                .header("content-type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    private static HttpRequest.Builder request(int port, String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("authorization", "Bearer " + key);
    }
}
