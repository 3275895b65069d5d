package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import io.quartermaster.testkit.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpFrontTest {

    private static final String HEAD = "Host: x\r\nAuthorization: Bearer " + TestFront.TOKEN + "\r\n";

    @Test
    void aBodyOverTheLimitIs413HoweverItComes() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()))) {
            String large = "{\"name\":\"" + "a".repeat(2_000) + "\"}";
            Answered declared = server.put("/api/v1/things/x", large);
            assertThat(declared.status()).isEqualTo(413);
            assertThat(declared.json().path("detail").asString()).contains("2000 bytes");

            try (Socket socket = server.connect()) {
                TestFront.write(
                        socket,
                        "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "7d0\r\n" + "a".repeat(2_000) + "\r\n1\r\na\r\n");
                assertThat(TestFront.readAll(socket))
                        .startsWith("HTTP/1.1 413")
                        .contains("too_large", "connection: close");
            }
            String exact = "{\"name\":\"a\"}" + " ".repeat(2_000 - 12);
            assertThat(server.put("/api/v1/things/x", exact).status()).isEqualTo(204);
        }
    }

    @Test
    void aStrangersBodyIsNotWaitedFor() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Socket socket = server.connect()) {
            TestFront.write(
                    socket,
                    "PUT /api/v1/things/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer qm_wrong\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void allBodiesTogetherHaveABound() throws Exception {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()).with(new BodyRoom(2_500)));
                Socket first = server.connect()) {
            String half = "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                    + "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{" + " ".repeat(1_500);
            TestFront.write(first, half);
            String body = "{\"name\":\"a\"}" + " ".repeat(1_500);
            Eventually.await(
                    Duration.ofSeconds(10),
                    "the first has its room",
                    () -> server.put("/api/v1/things/x", body).status() == 503);
            assertThat(server.put("/api/v1/things/x", "{\"name\":\"a\"}").status())
                    .isEqualTo(204);

            TestFront.write(first, " ".repeat(488) + "\"name\":\"a\"}");
            assertThat(first.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 204");
            for (int i = 0; i < 5; i++) { // what a body took is given back
                assertThat(server.put("/api/v1/things/x", body).status()).isEqualTo(204);
            }
        }
    }

    /** The client is still sending when the refusal comes; a reset connection would take the answer with it. */
    @Test
    void aRefusalReachesAClientThatSendsOn() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()))) {
            Answered answer = server.put("/api/v1/things/x", "x".repeat(10_000_000));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(server.get("/api/v1/things/x").status()).isEqualTo(204);
        }
    }

    @Test
    void aRefusedConnectionStaysOpenUntilItsBodyIsThrough() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Socket socket = server.connect()) {
            TestFront.write(
                    socket,
                    "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                            + "Content-Type: application/json\r\nContent-Length: 3000\r\n\r\n");
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 413");
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            socket.setSoTimeout(10_000);
            TestFront.write(socket, "x".repeat(3_000));
            assertThat(TestFront.readAll(socket)).isEmpty();
        }
    }

    @Test
    void aClientThatAsksBeforeSendingIsTold() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Socket small = server.connect();
                Socket large = server.connect()) {
            TestFront.write(
                    small,
                    "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                            + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n");
            byte[] first = small.getInputStream().readNBytes(12);
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
            TestFront.write(small, "{\"name\":\"a\"}");
            assertThat(TestFront.readAll(small)).contains("HTTP/1.1 204");
            TestFront.write(
                    large,
                    "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                            + "Content-Type: application/json\r\nContent-Length: 2001\r\nExpect: 100-continue\r\n\r\n");
            assertThat(TestFront.readAll(large)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatDripsIsEnded() throws IOException {
        Setup setup = Setup.of(TestFront.idle()).withBodyDeadline(Duration.ofMillis(300));
        try (TestFront server = new TestFront(setup);
                Socket socket = server.connect()) {
            TestFront.write(
                    socket,
                    "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":");
            assertThat(TestFront.readAll(socket)).startsWith("HTTP/1.1 408").contains("timed_out");
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleIsNoErrorOfOurs() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Logs errors = new Logs(Failures.class.getName());
                Logs requests = new Logs("io.quartermaster.requests")) {
            try (Socket socket = server.connect()) {
                TestFront.write(
                        socket,
                        "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":");
            }
            Eventually.await(
                    Duration.ofSeconds(5),
                    "the request is logged",
                    () -> requests.events().size() == 1);
            assertThat(requests.events().getFirst().getFormattedMessage()).isEqualTo("PUT /api/v1/things/{thing} 499");
            assertThat(errors.events()).isEmpty();
        }
    }

    @Test
    void garbledChunksEndTheConnectionAndAreNoErrorOfOurs() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Logs errors = new Logs(Failures.class.getName());
                Socket socket = server.connect()) {
            TestFront.write(
                    socket,
                    "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(TestFront.readAll(socket)).isEmpty();
            assertThat(errors.events()).isEmpty();
        }
    }

    @Test
    void anAnswerToHeadHasNoBody() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                Socket socket = server.connect()) {
            TestFront.write(socket, "HEAD /api/v1/things/x HTTP/1.1\r\nConnection: close\r\n" + HEAD + "\r\n");
            assertThat(TestFront.readAll(socket)).startsWith("HTTP/1.1 405").endsWith("\r\n\r\n");
        }
    }

    @Test
    void headersAndLinesAreBounded() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()))) {
            try (Socket socket = server.connect()) {
                TestFront.write(
                        socket,
                        "GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "X-Bomb: " + "b".repeat(20_000) + "\r\n\r\n");
                assertThat(TestFront.readAll(socket))
                        .startsWith("HTTP/1.1 431")
                        .contains("headers_too_large", "x-qm-request-id");
            }
            try (Socket socket = server.connect()) {
                TestFront.write(socket, "GET /api/v1/things/" + "x".repeat(10_000) + " HTTP/1.1\r\n" + HEAD + "\r\n");
                assertThat(TestFront.readAll(socket)).contains(" 414 ", "target_too_long");
            }
            try (Socket socket = server.connect()) {
                TestFront.write(socket, "GARBAGE\r\n\r\n");
                assertThat(TestFront.readAll(socket)).contains(" 400 ", "invalid_request");
            }
        }
    }

    @Test
    void aPathOrQueryThatDoesNotDecodeIs400() throws IOException {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()))) {
            for (String target :
                    List.of("/api/v1/things/x%zz", "/api/v1/things?limit=%zz", "/api/v1/things?%=1", "/%zz")) {
                try (Socket socket = server.connect()) {
                    TestFront.write(socket, "GET " + target + " HTTP/1.1\r\nConnection: close\r\n" + HEAD + "\r\n");
                    assertThat(TestFront.readAll(socket))
                            .as(target)
                            .startsWith("HTTP/1.1 400")
                            .contains("invalid_request");
                }
            }
        }
    }

    @Test
    void aConnectionThatIdlesIsClosedButNotOneThatIsWorkedFor() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Setup setup = Setup.of(TestFront.operations(_ -> {
                    awaitUninterrupted(release);
                    return Reply.noContent();
                }))
                .with(new HttpSettings("127.0.0.1", 0, 1, 10, Duration.ofMillis(300), Optional.empty()));
        try (TestFront server = new TestFront(setup);
                Socket silent = server.connect();
                Socket drip = server.connect();
                Socket working = server.connect()) {
            TestFront.write(drip, "GET /api/v1/things/x HT");
            TestFront.write(working, "GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "\r\n");
            assertThat(TestFront.readAll(silent)).isEmpty();
            assertThat(TestFront.readAll(drip)).isEmpty();
            release.countDown();
            assertThat(TestFront.readAll(working)).startsWith("HTTP/1.1 204"); // and then it idles and is closed
        }
    }

    @Test
    void aRequestThatIsSparedTheRouterKeepsItsConnectionToo() throws Exception {
        Duration idle = Duration.ofMillis(300);
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, 1, 10, idle, Optional.empty());
        Vertx vertx = Vertx.vertx();
        HttpFront.Shortcut afterALongTime = new HttpFront.Shortcut() {
            @Override
            public boolean wants(HttpServerRequest request) {
                return "/slow".equals(request.path());
            }

            @Override
            public void handle(HttpServerRequest request) {
                var _ = vertx.setTimer(
                        3 * idle.toMillis(), _ -> request.response().end("done"));
            }
        };
        HttpFront front = HttpFront.start(vertx, settings, new Ids(), Router::router, afterALongTime);
        try (Socket working = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            TestFront.write(working, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /other HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(TestFront.readAll(working)) // until it idles and is closed
                    .startsWith("HTTP/1.1 200")
                    .contains("done", "HTTP/1.1 404");
        } finally {
            front.shutdown(Duration.ZERO);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void connectionsOverTheBoundAreClosed() throws IOException {
        Setup setup = Setup.of(TestFront.idle())
                .with(new HttpSettings("127.0.0.1", 0, 1, 3, Duration.ofSeconds(75), Optional.empty()));
        try (TestFront server = new TestFront(setup)) {
            List<Socket> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Socket socket = server.connect();
                held.add(socket);
                TestFront.write(socket, "GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "\r\n");
                assertThat(socket.getInputStream().readNBytes(12)).startsWith('H', 'T', 'T', 'P');
            }
            try (Socket over = server.connect()) {
                assertThat(over.getInputStream().read()).isEqualTo(-1);
            }
            held.removeFirst().close();
            Eventually.await(Duration.ofSeconds(5), "a free place is used again", () -> {
                try (Socket again = server.connect()) {
                    TestFront.write(again, "GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "\r\n");
                    return again.getInputStream().read() == 'H';
                } catch (IOException _) {
                    return false;
                }
            });
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aStormOverThePermitsIsTurnedAwayAndTheRestIsServed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(4);
        Setup setup = Setup.of(TestFront.operations(_ -> {
                    inside.countDown();
                    awaitUninterrupted(release);
                    return Reply.noContent();
                }))
                .with(new Blocking(4, Duration.ofMillis(100)));
        try (TestFront server = new TestFront(setup)) {
            List<CompletableFuture<Answered>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(CompletableFuture.supplyAsync(
                        () -> server.get("/api/v1/things/x"), Thread::startVirtualThread));
            }
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            List<CompletableFuture<Answered>> storm = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                storm.add(CompletableFuture.supplyAsync(
                        () -> server.get("/api/v1/things/x"), Thread::startVirtualThread));
            }
            assertThat(storm).allSatisfy(answer -> {
                assertThat(answer.join().status()).isEqualTo(503);
                assertThat(answer.join().header("retry-after")).contains("1");
                assertThat(answer.join().json().path("type").asString()).endsWith(":overloaded");
            });
            release.countDown();
            assertThat(running)
                    .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(204));
            assertThat(server.get("/api/v1/things/x").status()).isEqualTo(204);
        }
    }

    @Test
    void shutdownFinishesWhatRunsAndRefusesWhatIsNew() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        try (TestFront server = new TestFront(Setup.of(TestFront.operations(_ -> {
            inside.countDown();
            awaitUninterrupted(release);
            return Reply.ok("finished");
        })))) {
            CompletableFuture<Answered> running =
                    CompletableFuture.supplyAsync(() -> server.get("/api/v1/things/x"), Thread::startVirtualThread);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(
                    () -> server.front.shutdown(Duration.ofSeconds(20)), Thread::startVirtualThread);
            Eventually.await(Duration.ofSeconds(5), "new connections are refused", () -> {
                try (Socket _ = server.connect()) {
                    return false;
                } catch (ConnectException _) {
                    return true;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(stopping).isNotDone();
            release.countDown();
            assertThat(running.get(10, TimeUnit.SECONDS).text()).isEqualTo("\"finished\"");
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shutdownCutsWhatDoesNotEndInTime() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        try (TestFront server = new TestFront(Setup.of(TestFront.operations(_ -> {
                    inside.countDown();
                    awaitUninterrupted(release);
                    return Reply.noContent();
                })));
                Socket socket = server.connect()) {
            TestFront.write(socket, "GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "\r\n");
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            server.front.shutdown(Duration.ofMillis(300));
            assertThat(TestFront.readAll(socket)).isEmpty();
            release.countDown();
        }
    }

    @Test
    void otherRoutesStandBesideTheAdminApi() {
        Setup setup = Setup.of(TestFront.idle())
                .withRoutes(router -> router.route("/v1/*")
                        .handler(context -> context.response().end(RequestIds.of(context))));
        try (TestFront server = new TestFront(setup)) {
            Answered answer = server.get("/v1/models");
            assertThat(answer.header("x-qm-request-id")).contains(answer.text());
        }
    }

    @Test
    void aBugOutsideOfOperationsIsAProblemToo() {
        Setup setup = Setup.of(TestFront.idle())
                .withRoutes(router -> router.route("/broken").handler(_ -> {
                    throw new IllegalStateException("internal-detail");
                }));
        try (TestFront server = new TestFront(setup)) {
            Answered answer = server.get("/broken");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .contains("urn:quartermaster:problem:internal")
                    .doesNotContain("internal-detail");
        }
    }

    @Test
    void aTakenPortIsOneClearSentence() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings settings = HttpSettings.of("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                    .isInstanceOf(CannotServe.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort()
                                    + " of 127.0.0.1 is taken by another program: stop that, or set QM_HTTP_PORT to a free port.");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void certificateFilesThatAreMissingAreNamed() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpSettings settings = HttpSettings.of("127.0.0.1", 0)
                    .withTls(new HttpSettings.Tls(Path.of("/nowhere/cert.pem"), Path.of("/nowhere/key.pem")));
            assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                    .isInstanceOf(CannotServe.class)
                    .hasMessageContaining("/nowhere/cert.pem")
                    .hasMessageContaining("QM_TLS_CERT_FILE");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        Vertx vertx = Vertx.vertx();
        try {
            for (String host : List.of("192.0.2.1", "no-such-host.invalid")) {
                HttpSettings settings = HttpSettings.of(host, 8080);
                assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                        .isInstanceOf(CannotServe.class)
                        .hasMessageStartingWith("Cannot listen on " + host + ":8080 (")
                        .hasMessageEndingWith("check QM_HTTP_HOST and QM_HTTP_PORT.");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void clearTextHttp2IsOff() {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            HttpRequest upgrade = server.request("/api/v1/things/x").GET().build();
            assertThat(client.sendAsync(upgrade, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .join()
                            .version())
                    .isEqualTo(java.net.http.HttpClient.Version.HTTP_1_1);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
