import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a server on an empty database, leads it through a first day (tenant, key, provider, models, default, calls) and
 * stops it. bin/aot runs this while the JVM of the server records which classes it needs; because every answer is
 * checked, it is also the test that the packed Quartermaster works. One file without dependencies, run from source.
 */
final class AotTraining {
    private static final int ROUNDS = 40;
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private String key;

    private AotTraining(String base, String key) {
        this.base = base;
        this.key = key;
    }

    public static void main(String[] args) throws Exception {
        Path launcher = Path.of(args[0]);
        Path place = Path.of(args[1]);
        HttpServer upstream = upstream();
        int upstreamPort = upstream.getAddress().getPort();
        Socket reserved = reservedPort();
        int port = reserved.getLocalPort();
        String operatorKey = randomKey();
        Path output = place.resolve("server.log");

        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve");
        builder.environment().keySet().removeIf(name -> name.startsWith("QM_"));
        builder.environment().put("QM_DATA_DIR", place.resolve("data").toString());
        builder.environment().put("QM_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QM_OPERATOR_KEY", operatorKey);
        builder.environment().put("QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:" + upstreamPort);
        builder.directory(place.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());

        long started = System.nanoTime();
        Process server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        try (reserved) {
            AotTraining training = new AotTraining("http://127.0.0.1:" + port, operatorKey);
            training.awaitReady(server);
            System.err.printf("  ready after %.1f s, on a new database%n", (System.nanoTime() - started) / 1e9);
            training.lead("http://127.0.0.1:" + upstreamPort + "/v1");
            server.destroy();
            if (!server.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The server did not stop within " + STOP.toSeconds() + " s of SIGTERM");
            }
            if (!Files.exists(place.resolve("quartermaster.aot"))) {
                throw new IllegalStateException("The JVM ended with " + server.exitValue() + " and wrote no cache");
            }
        } catch (IllegalStateException | IOException problem) {
            System.err.println("  " + problem.getMessage() + ". The end of the server's output:");
            List<String> lines = Files.readAllLines(output);
            lines.subList(Math.max(0, lines.size() - 20), lines.size()).forEach(line -> System.err.println("    " + line));
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
            server.destroyForcibly();
            System.exit(1);
        } finally {
            upstream.stop(0);
        }
    }

    private void awaitReady(Process server) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (!server.isAlive()) {
                throw new IllegalStateException("The server ended with " + server.exitValue());
            }
            try {
                if (send("GET", "/health/ready", null).statusCode() == 200) {
                    return;
                }
            } catch (IOException notListeningYet) {
                // asked again below
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("The server was not ready within " + START.toSeconds() + " s");
    }

    private void lead(String upstream) throws IOException, InterruptedException {
        want(200, "GET", "/health/live", null);
        want(201, "POST", "/api/v1/tenants", "{\"slug\":\"training\",\"name\":\"Training\"}");
        String tenant = "/api/v1/tenants/training";
        String created = want(201, "POST", tenant + "/api-keys", "{\"name\":\"training\"}");
        String tenantKey = text(created, "key");
        String provider = text(
                want(
                        201,
                        "POST",
                        tenant + "/providers",
                        """
                        {"family":"openai-compatible","name":"Training","base_url":"%s","api_key":"sk-training-only"}"""
                                .formatted(upstream)),
                "id");
        String model = """
                {"family":"openai-compatible","model":"%s","model_type":"%s","provider_id":"%s","make_default":true}""";
        String llm = text(want(201, "POST", tenant + "/models", model.formatted("small", "llm", provider)), "id");
        want(201, "POST", tenant + "/models", model.formatted("embed", "text-embedding", provider));
        want(200, "PUT", tenant + "/default-models/llm", "{\"model_id\":\"" + llm + "\"}");
        want(400, "POST", tenant + "/models", "{\"family\":1}");
        for (String list : List.of("providers", "models", "api-keys", "default-models", "default-models/llm")) {
            want(200, "GET", tenant + "/" + list, null);
        }
        want(200, "PATCH", tenant + "/providers/" + provider, "{\"priority\":5}");
        want(200, "GET", "/metrics", null);

        key = tenantKey;
        String chat = "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        for (int round = 0; round < ROUNDS; round++) {
            want(200, "POST", "/v1/chat/completions", chat.formatted("default", false));
            String streamed = want(200, "POST", "/v1/chat/completions", chat.formatted("small", true));
            if (!streamed.contains("data: [DONE]")) {
                throw new IllegalStateException("A streamed answer has no end: " + streamed);
            }
            want(200, "POST", "/v1/embeddings", "{\"model\":\"embed\",\"input\":\"Hello\"}");
        }
        want(404, "POST", "/v1/chat/completions", chat.formatted("no-such-model", false));
        want(200, "GET", "/v1/models", null);
        key = "qm_not-a-key";
        want(401, "GET", "/v1/models", null);
    }

    private String want(int status, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() != status) {
            throw new IllegalStateException(method + " " + path + " answered " + answer.statusCode() + " instead of "
                    + status + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A text field of a flat answer; a JSON parser is not at hand here. */
    private static String text(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("No field " + field + " in an answer");
        }
        return matcher.group(1);
    }

    private static HttpServer upstream() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", exchange -> {
            boolean stream = new String(exchange.getRequestBody().readAllBytes()).contains("\"stream\":true");
            answer(exchange, stream ? "text/event-stream" : "application/json", stream ? STREAM : COMPLETION);
        });
        server.createContext("/v1/embeddings", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, "application/json", EMBEDDING);
        });
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (String part : body.split("(?<=\n\n)")) {
                out.write(part.getBytes());
                out.flush();
            }
        }
    }

    /** A port that is given to nobody else until this JVM ends, and that the server, which names it, may share. */
    private static Socket reservedPort() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static final String COMPLETION =
            """
            {"id":"c1","object":"chat.completion","created":1,"model":"small","choices":[{"index":0,"message":\
            {"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}""";
    private static final String CHUNK =
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"small\",\"choices\":";
    private static final String STREAM = CHUNK
            + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n"
            + CHUNK + "[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n"
            + CHUNK + "[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}\n\n"
            + "data: [DONE]\n\n";
    private static final String EMBEDDING =
            """
            {"object":"list","model":"embed","data":[{"object":"embedding","index":0,"embedding":[0.1,0.2]}],\
            "usage":{"prompt_tokens":1,"total_tokens":1}}""";
}
