package io.quartermaster.console;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.HttpFront;
import io.quartermaster.platform.http.HttpSettings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small console behind the real HTTP server, beside another route as the API is. */
final class ConsoleFront implements AutoCloseable {

    static final byte[] SCRIPT = "console.log('quartermaster');".repeat(9).getBytes(StandardCharsets.UTF_8);
    static final String PAGE =
            "<!doctype html><meta name=nonce content=__CSP_NONCE__><script src=/assets/app-1a2b.js></script><i>__CSP_NONCE__</i>";

    private final Vertx vertx = Vertx.vertx();
    private final HttpFront front;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ConsoleFront(Optional<ConsoleAssets> assets, boolean overTls) {
        ConsoleResource console = new ConsoleResource(assets, overTls, new SecureRandom());
        front = HttpFront.start(vertx, HttpSettings.of("127.0.0.1", 0), new Ids(), loop -> {
            Router router = Router.router(loop);
            router.get("/health/live").handler(context -> context.end("live"));
            router.route("/v1/*").handler(context -> context.response().end("gateway"));
            console.mount(router);
            return router;
        });
    }

    static ConsoleFront withConsole() {
        return new ConsoleFront(Optional.of(assets()), false);
    }

    static ConsoleAssets assets() {
        return new ConsoleAssets(Map.of(
                "index.html", bytes(PAGE),
                "index.html.br", bytes("old page, compressed"),
                "favicon.svg", bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"),
                "manifest.webmanifest", bytes("{}"),
                "assets/app-1a2b.js", SCRIPT,
                "assets/app-1a2b.js.br", bytes("script by brotli"),
                "assets/app-1a2b.js.gz", bytes("script by gzip"),
                "assets/tiny-3c4d.css", bytes("a{}"),
                "assets/tiny-3c4d.css.gz", bytes("longer than the plain one")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An answer, with those of its headers that a test asks for. */
    record Answered(HttpResponse<String> raw) {
        int status() {
            return raw.statusCode();
        }

        String body() {
            return raw.body();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Answered send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answered(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException noAnswer) {
            throw new AssertionError(method + " " + path, noAnswer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    Answered get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** As a browser that opens an address. */
    Answered open(String path) {
        return get(path, "accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    /** What clients make of a path before they send it is left out. */
    String raw(String method, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(bytes(method + " " + path
                            + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
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
