package io.quartermaster.platform.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.json.Json;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The real server in this process, with the contract of things or another, and clients to talk to it. */
final class TestFront implements AutoCloseable {

    static {
        LoggerFactory.getILoggerFactory(); // before event loops ask for loggers, or tests get substitutes of them
    }

    static final String TOKEN = "qm_right";

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final HttpFront front;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Who the tests are. */
    record Tester(String label) implements Principal {}

    /** What a test may set; the rest is as in production, but impatient. */
    record Setup(
            Operations operations,
            Blocking blocking,
            BodyRoom room,
            Duration bodyDeadline,
            HttpSettings settings,
            Consumer<Router> before) {

        static Setup of(Operations operations) {
            return new Setup(
                    operations,
                    new Blocking(64, Duration.ofMillis(200)),
                    new BodyRoom(1 << 20),
                    Duration.ofSeconds(30),
                    new HttpSettings("127.0.0.1", 0, 2, 1_000, Duration.ofSeconds(75), Optional.empty()),
                    _ -> {});
        }

        Setup with(Blocking other) {
            return new Setup(operations, other, room, bodyDeadline, settings, before);
        }

        Setup with(BodyRoom other) {
            return new Setup(operations, blocking, other, bodyDeadline, settings, before);
        }

        Setup withBodyDeadline(Duration deadline) {
            return new Setup(operations, blocking, room, deadline, settings, before);
        }

        Setup with(HttpSettings other) {
            return new Setup(operations, blocking, room, bodyDeadline, other, before);
        }

        Setup withRoutes(Consumer<Router> routes) {
            return new Setup(operations, blocking, room, bodyDeadline, settings, routes);
        }
    }

    TestFront(Setup setup) {
        AdminApi api = new AdminApi(
                Contract.load("/contracts/things.openapi.yaml"),
                setup.operations(),
                (bearer, _) -> {
                    if (bearer.bearer().filter(TOKEN::equals).isEmpty()) {
                        throw new Problem(ProblemType.NOT_SIGNED_IN, "Sign in.");
                    }
                    return new Tester("tester");
                },
                setup.blocking(),
                setup.room(),
                setup.bodyDeadline(),
                metrics);
        front = HttpFront.start(vertx, setup.settings(), new Ids(), loop -> {
            Router router = Router.router(loop);
            setup.before().accept(router);
            api.mount(router);
            return router;
        });
    }

    /** Every operation of the contract of things, doing nothing. */
    static Operations idle() {
        return operations(_ -> Reply.noContent());
    }

    /** All operations answered by one handler. */
    static Operations operations(OperationHandler handler) {
        Operations operations = new Operations();
        for (String id : List.of("putThing", "readThing", "readById", "listThings", "postThing", "open")) {
            operations.on(id, handler);
        }
        return operations;
    }

    record Answered(int status, Optional<String> contentType, JsonNode json, String text, HttpResponse<String> raw) {
        Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }

        /** {@code field code} of each error, in order. */
        List<String> errors() {
            return json.path("errors")
                    .valueStream()
                    .map(error -> error.path("field").asString() + " "
                            + error.path("code").asString())
                    .toList();
        }

        List<String> messages() {
            return json.path("errors")
                    .valueStream()
                    .map(error -> error.path("field").asString() + " "
                            + error.path("message").asString())
                    .toList();
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + TOKEN);
    }

    Answered send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Optional<String> contentType = response.headers().firstValue("content-type");
            JsonNode json = contentType.filter(type -> type.contains("json")).isPresent()
                    ? Json.tree(response.body())
                    : Json.tree("null");
            return new Answered(response.statusCode(), contentType, json, response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("No answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Answered get(String path) {
        return send(request(path).GET().build());
    }

    Answered put(String path, String json) {
        return send(request(path)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** A connection of its own, for what well-behaved clients do not send. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Everything until the server closes. */
    static String readAll(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        front.shutdown(Duration.ofMillis(100));
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
