package io.quartermaster.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** How long a page of a tenant's 10,000 model configs takes, as a client sees it. Arguments: the built distribution. */
final class ModelPages {

    private static final int MODELS = 10_000;
    private static final int WARM_UP = 1_000;
    private static final int PAGES = 1_000;

    private ModelPages() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path folder = Files.createTempDirectory("quartermaster-bench");
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString("rwxr-xr-x")); // as root, for the database
        Quartermaster.Installation installation = new Quartermaster.Installation(
                Path.of(arguments[0]),
                folder,
                new Ports().free(),
                UUID.randomUUID().toString() + UUID.randomUUID());
        try (Program program = installation.launch()) {
            AdminApi admin = AdminApi.at(installation.port(), installation.operatorKey());
            while (!admin.isReady()) {
                program.requireAlive();
                Thread.sleep(50);
            }
            fill(admin);
            String key = admin.create("/tenants/bench/api-keys", "{\"name\":\"member\",\"role\":\"member\"}")
                    .path("key")
                    .asString();
            System.out.println("A page of " + MODELS + " model configs, in milliseconds (median, p99):");
            for (String query : List.of("limit=50", "limit=200", "limit=50&model_type=llm&family=openrouter")) {
                measure("operator", query, installation.port(), installation.operatorKey());
                measure("member", query, installation.port(), key);
            }
        }
    }

    private static void fill(AdminApi admin) throws IOException, InterruptedException, ExecutionException {
        admin.create("/tenants", "{\"slug\":\"bench\",\"name\":\"Bench\"}");
        for (String family : List.of("openai", "openrouter")) {
            admin.create("/tenants/bench/providers", """
                    {"family":"%s","name":"%s","api_key":"sk-bench-only"}""".formatted(family, family));
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
            List<Future<?>> made = IntStream.range(0, MODELS)
                    .<Future<?>>mapToObj(i -> clients.submit(() -> admin.create(
                            "/tenants/bench/models", """
                            {"family":"%s","model":"model-%d","model_type":"llm"}""".formatted(i % 2 == 0 ? "openai" : "openrouter", i))))
                    .toList();
            for (Future<?> one : made) {
                one.get();
            }
        }
    }

    private static void measure(String who, String query, int port, String key)
            throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/tenants/bench/models?" + query))
                .header("authorization", "Bearer " + key)
                .build();
        long[] nanos = new long[PAGES];
        for (int i = -WARM_UP; i < PAGES; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("A page answered " + answer.statusCode() + ": " + answer.body());
            }
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-9s %-45s %6.2f %6.2f%n", who, query, nanos[PAGES / 2] / 1e6, nanos[PAGES * 99 / 100] / 1e6);
    }
}
