package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.http.TestFront.Answered;
import io.quartermaster.platform.http.TestFront.Setup;
import io.quartermaster.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBodyTest {

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
        BodyRoom room = new BodyRoom(2_500);
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()).with(room));
                Socket first = server.connect()) {
            String half = "PUT /api/v1/things/x HTTP/1.1\r\n" + HEAD
                    + "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{" + " ".repeat(1_500);
            TestFront.write(first, half);
            String body = "{\"name\":\"a\"}" + " ".repeat(1_500);
            Eventually.await(Duration.ofSeconds(10), "the first has its room", () -> room.held() == 1_501);
            assertThat(server.put("/api/v1/things/x", body).status()).isEqualTo(503);
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
}
