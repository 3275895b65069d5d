package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may send, and how much of it and of answers this node takes on. */
class BodyTest {

    private static final String CHAT = "{\"model\":\"gpt-4o\"}";
    private static final Deadlines SHORT = ShortDeadlines.ofClients();

    private final GatewayFixture gateway = new GatewayFixture(
            SHORT, new GatewayLimits(4, 100_000, 100_000, 250_000, 64 << 10, 64 << 10), Set.of("127.0.0.1"));

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void badBodiesAreRefusedBeforeAnythingIsSent() { // gateway case 31
        for (String body : List.of(
                "{",
                "[]",
                "{\"model\":\"gpt-4o\",\"model\":\"x\"}",
                "{\"stream\":1}",
                "{\"a\":" + "[".repeat(100) + "}")) {
            assertError(gateway.chat(body), 400, "invalid_body");
        }
        RawResponse notText = gateway.chat("{\"model\":3}");
        assertThat(notText.text()).contains("\"param\":\"model\"");
        assertError(
                gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"m\",\"stream\":true}")),
                400,
                "not_streamable");
        assertThat(gateway.upstream.requests()).isZero();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedByItsLengthAndByItsBytes() { // gateway case 31
        assertError(gateway.chat("{\"a\":\"" + "x".repeat(100_000) + "\"}"), 413, "body_too_large");
        try (RawHttp client = gateway.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + gateway.key
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 11; i++) {
                client.send("2710\r\n" + "x".repeat(10_000) + "\r\n");
            }
            assertError(client.response(SOON), 413, "body_too_large");
            client.awaitClosed(SOON);
        }
    }

    /** Thousands of bodies that are each small enough would fill the memory all the same. */
    @Test
    void manyMiddlingBodiesThatNeverEndHaveABoundTogether() {
        GatewayLimits many = new GatewayLimits(64, 100_000, 100_000, 250_000, 64 << 10, 64 << 10);
        try (GatewayFixture other = new GatewayFixture(SHORT, many, Set.of("127.0.0.1"))) {
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RawHttp client = other.connect();
                clients.add(client);
                client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + other.key
                        + "\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(30_000));
            }
            List<Integer> statuses = clients.stream()
                    .map(client -> client.response(SOON).status())
                    .toList();
            clients.forEach(RawHttp::close);
            assertThat(statuses)
                    .containsOnly(408, 503)
                    .filteredOn(status -> status == 503)
                    .hasSizeBetween(2, 3);
        }
    }

    /** A provider may be anybody's; one that never ends its frames must not fill the memory of the node. */
    @Test
    void framesThatNeverEndHaveABoundTogetherAndPassUnreadBeyondIt() {
        GatewayLimits many = new GatewayLimits(64, 100_000, 100_000, 100_000, 64 << 10, 64 << 10);
        try (GatewayFixture other = new GatewayFixture(SHORT, many, Set.of("127.0.0.1"))) {
            other.upstream.otherwise(
                    Script.stream().text("data: " + "x".repeat(40_000)).thenSilence());
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawHttp client = other.connect();
                clients.add(client);
                client.send(other.chatRequest("{\"model\":\"gpt-4o\",\"stream\":true}"));
            }
            List<Integer> statuses = clients.stream()
                    .map(client -> client.response(Duration.ofSeconds(30)).status())
                    .toList();
            clients.forEach(RawHttp::close);
            assertThat(statuses).filteredOn(status -> status == 200).hasSizeBetween(3, 4);

            other.upstream.next(Answers.chat("there is room again"));
            assertThat(other.chat("{\"model\":\"gpt-4o\",\"x\":\"" + "x".repeat(90_000) + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** What is translated cannot be passed on unread, so beyond the bound it fails, and nobody else is asked. */
    @Test
    void answersThatAreHeldToBeTranslatedHaveABoundTogether() {
        GatewayLimits many = new GatewayLimits(64, 100_000, 100_000, 100_000, 64 << 10, 64 << 10);
        try (GatewayFixture other = new GatewayFixture(SHORT, many, Set.of("127.0.0.1"))) {
            other.upstream.otherwise(Script.json(200, "{\"content\":[" + " ".repeat(60_000))
                    .withoutHeader("content-length")
                    .thenSilence());
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawHttp client = other.connect();
                clients.add(client);
                client.send(other.chatRequest("{\"model\":\"claude-sonnet-4-5\",\"messages\":[]}"));
            }
            List<Integer> statuses = clients.stream()
                    .map(client -> client.response(Duration.ofSeconds(30)).status())
                    .toList();
            clients.forEach(RawHttp::close);
            assertThat(statuses)
                    .containsOnly(503, 504)
                    .filteredOn(status -> status == 504)
                    .hasSize(1);

            other.upstream.next(Answers.chat("there is room again"));
            assertThat(other.chat("{\"model\":\"gpt-4o\",\"x\":\"" + "x".repeat(90_000) + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aChunkedBodyIsTaken() {
        try (RawHttp client = gateway.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + gateway.key
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("9\r\n{\"model\":\r\n9\r\n\"gpt-4o\"}\r\n0\r\n\r\n");
            assertThat(client.response(SOON).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatDripsMeetsItsDeadline() { // gateway case 31
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(CHAT).replace("Content-Length: 18", "Content-Length: 9000"));
            assertError(client.response(SOON), 408, "body_timeout");
            client.awaitClosed(SOON);
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsIsTold() {
        try (RawHttp client = gateway.connect()) {
            String[] parts = gateway.chatRequest(CHAT, "Expect: 100-continue").split("\r\n\r\n", 2);
            client.send(parts[0] + "\r\n\r\n");
            assertThat(client.response(SOON).status()).isEqualTo(100);
            client.send(parts[1]);
            assertThat(client.response(SOON).status()).isEqualTo(200);
        }
    }

    @Test
    void bodiesTogetherAreBoundedToo() {
        gateway.chat(CHAT);
        String big = gateway.chatRequest("{\"a\":\"" + "x".repeat(90_000) + "\"}");
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(gateway.connect().send(big.substring(0, big.length() - 1)));
        }
        Eventually.await(SOON, "both are being read", () -> gateway.inFlight() == 2);

        try (RawHttp third = gateway.connect()) {
            third.send(big.getBytes(StandardCharsets.UTF_8));
            assertThat(third.response(SOON).status()).isIn(503, 404);
        }
        clients.forEach(RawHttp::close);
    }

    private static void assertError(RawResponse answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":\"").contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().first("x-qm-request-id")).isPresent();
    }
}
