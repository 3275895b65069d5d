package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import io.quartermaster.testkit.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpFrontTest {

    private static final String HEAD = "Host: x\r\nAuthorization: Bearer " + TestFront.TOKEN + "\r\n";

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
