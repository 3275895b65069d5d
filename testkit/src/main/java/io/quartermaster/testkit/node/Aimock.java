package io.quartermaster.testkit.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An upstream that others wrote ({@code @copilotkit/aimock}), serving fixtures on loopback in a process of its own. */
public final class Aimock implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Process process;
    private final Path errors;
    private final URI origin;
    private final List<String> keys;
    private final HttpClient http = HttpClient.newHttpClient();

    private Aimock(Process process, Path errors, URI origin, List<String> keys) {
        this.process = process;
        this.errors = errors;
        this.origin = origin;
        this.keys = keys;
    }

    /**
     * What it serves and how.
     *
     * @param fixtures a folder of fixture files
     * @param keys the API keys it accepts; with none it accepts any
     * @param chunkCharacters how much text a streamed chunk carries
     * @param betweenChunks the pause between chunks
     */
    public record Settings(Path fixtures, List<String> keys, int chunkCharacters, Duration betweenChunks) {
        public Settings {
            keys = List.copyOf(keys);
        }

        /** The fixtures of the kit: prompts with "hello", "weather" or "overloaded", and embeddings of texts with "embed". */
        public static Settings ofKit() {
            return of(NodePackages.installed().folder().resolve("fixtures"));
        }

        public static Settings of(Path fixtures) {
            return new Settings(fixtures, List.of(), 5, Duration.ZERO);
        }

        public Settings withKeys(String... accepted) {
            return new Settings(fixtures, List.of(accepted), chunkCharacters, betweenChunks);
        }

        public Settings withBetweenChunks(Duration pause) {
            return new Settings(fixtures, keys, chunkCharacters, pause);
        }
    }

    /** A request that it has answered; its credentials are not kept. */
    public record Entry(String method, String path, int status, Map<String, String> headers, JsonNode body) {}

    public static Aimock start() {
        return start(Settings.ofKit());
    }

    /** Starts it and waits until it answers. */
    public static Aimock start(Settings settings) {
        try {
            Path errors = Files.createTempFile("qm-aimock", ".err");
            Command command = NodePackages.installed().script("aimock.mjs");
            Process process = new ProcessBuilder(command.words())
                    .directory(command.folder().toFile())
                    .redirectError(errors.toFile())
                    .start();
            // The pipe stays open: the script ends when it is closed, as it is also when this JVM dies.
            process.getOutputStream().write((line(settings) + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
            return new Aimock(process, errors, address(process, errors), settings.keys());
        } catch (IOException e) {
            throw new UncheckedIOException("starting aimock", e);
        }
    }

    private static String line(Settings settings) {
        return JSON.writeValueAsString(Map.of(
                "fixtures", settings.fixtures().toAbsolutePath().toString(),
                "keys", settings.keys(),
                "chunkCharacters", settings.chunkCharacters(),
                "chunkMillis", settings.betweenChunks().toMillis()));
    }

    private static URI address(Process process, Path errors) throws IOException {
        try {
            BufferedReader output = process.inputReader(UTF_8);
            Eventually.await(START, "aimock has started or failed", () -> ready(output) || !process.isAlive());
            String address = ready(output) ? output.readLine() : "";
            if (!address.startsWith("http://127.0.0.1:")) {
                throw new IllegalStateException("aimock did not start: " + address + "\n" + Command.tail(errors));
            }
            return URI.create(address);
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static boolean ready(BufferedReader output) {
        try {
            return output.ready();
        } catch (IOException e) {
            return false;
        }
    }

    public URI origin() {
        return origin;
    }

    /** What an OpenAI client takes as its base URL. */
    public URI baseUrl() {
        return origin.resolve("/v1");
    }

    public long pid() {
        return process.pid();
    }

    /** Every request to the APIs so far, oldest first. */
    public List<Entry> journal() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(control("GET", "/__aimock/journal"))) {
            Map<String, String> headers = new LinkedHashMap<>();
            entry.path("headers").forEachEntry((name, value) -> headers.put(name, value.asString("")));
            entries.add(new Entry(
                    entry.path("method").asString(""),
                    entry.path("path").asString(""),
                    entry.at("/response/status").asInt(0),
                    headers,
                    entry.path("body")));
        }
        return entries;
    }

    public void clearJournal() {
        control("POST", "/__aimock/reset/journal");
    }

    private String control(String method, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody());
        Optional.of(keys)
                .filter(some -> !some.isEmpty())
                .ifPresent(some -> request.header("authorization", "Bearer " + some.getFirst()));
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("aimock answered " + response.statusCode() + " to " + path);
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("asking aimock", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking aimock", e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + errors, e);
        }
    }
}
