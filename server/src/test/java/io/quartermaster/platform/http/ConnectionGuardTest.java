package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.TestFront.Setup;
import io.quartermaster.testkit.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionGuardTest {

    private static final String HEAD = "Host: x\r\nAuthorization: Bearer " + TestFront.TOKEN + "\r\n";

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
    void aConnectionWhoseLastAnswerNobodyReadsIsCutInTheEnd() throws Exception {
        HttpFront.Shortcut large = new HttpFront.Shortcut() {
            @Override
            public boolean wants(HttpServerRequest request) {
                return true;
            }

            @Override
            public void handle(HttpServerRequest request) {
                request.response().end("x".repeat(16 << 20));
            }
        };
        Vertx vertx = EventLoops.start();
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, 1, 10, Duration.ofMillis(300), Optional.empty());
        HttpFront front = HttpFront.start(vertx, settings, new Ids(), Router::router, large);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4 << 10);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), front.port()));
            TestFront.write(client, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            Eventually.await(Duration.ofSeconds(20), "nobody is at the other end", () -> refuses(client));
        } finally {
            front.shutdown(Duration.ZERO);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Sends a bit of a request that never ends. */
    private static boolean refuses(Socket client) {
        try {
            TestFront.write(client, "G");
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void whoAsksOnAndOnAndReadsNothingIsCut() throws IOException {
        byte[] requests = ("GET /api/v1/things/x HTTP/1.1\r\n" + HEAD + "\r\n")
                .repeat(1_000)
                .getBytes(StandardCharsets.US_ASCII);
        HttpFront.Shortcut atOnce = new HttpFront.Shortcut() {
            @Override
            public boolean wants(HttpServerRequest request) {
                return true;
            }

            @Override
            public void handle(HttpServerRequest request) {
                request.response().end("an answer");
            }
        };
        Vertx vertx = EventLoops.start();
        HttpSettings settings = HttpSettings.of("127.0.0.1", 0);
        HttpFront front = HttpFront.start(vertx, settings, new Ids(), Router::router, atOnce);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4 << 10);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), front.port()));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            client.getOutputStream().write(requests);
                        }
                    })
                    .isInstanceOf(IOException.class);
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
