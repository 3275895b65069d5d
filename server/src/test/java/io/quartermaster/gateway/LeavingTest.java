package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients who leave, and clients who stay and do not read. */
class LeavingTest {

    private static final String STREAM = "{\"model\":\"gpt-4o\",\"stream\":true}";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final byte[] PIECE = ("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(1_000)
                    + "\"}}]}\n\n")
            .getBytes(StandardCharsets.UTF_8);

    private GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void leavingASilentProviderCancelsTheCall() { // gateway case 30
        gateway.upstream.next(Script.silence());
        RawHttp client = gateway.connect();
        client.send(gateway.chatRequest(STREAM));
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);

        client.close();

        exchange.awaitClientLeft(AT_ONCE);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(gateway.events).hasSize(1);
    }

    @Test
    void leavingInTheMiddleCancelsTheCall() { // gateway case 30
        gateway.upstream.next(Answers.chatStream("a").thenSilence());
        RawHttp client = gateway.connect();
        client.send(gateway.chatRequest(STREAM));
        client.lineWith("data:", SOON);

        client.reset();

        gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(AT_ONCE.plus(AT_ONCE));
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    @Test
    void leavingDuringAColdLoadCallsNobody() {
        CountDownLatch hold = new CountDownLatch(1);
        gateway.tenants.afterRead = () -> await(hold);
        RawHttp client = gateway.connect();
        client.send(gateway.chatRequest(STREAM));
        Eventually.await(SOON, "the load runs", () -> gateway.tenants.loads.get() == 1);

        client.close();
        Eventually.await(SOON, "the call is over", () -> gateway.inFlight() == 0);
        hold.countDown();

        assertThat(gateway.chat("{\"model\":\"gpt-4o\"}").status()).isEqualTo(200);
        assertThat(gateway.upstream.requests()).isEqualTo(1);
        assertThat(gateway.events).hasSize(1);
    }

    @Test
    void aBodyThatArrivesDuringAColdLoadIsNotLost() {
        CountDownLatch hold = new CountDownLatch(1);
        gateway.tenants.afterRead = () -> await(hold);
        String body = "{\"model\":\"gpt-4o\",\"pad\":\"" + "x".repeat(200_000) + "\"}";
        try (RawHttp client = gateway.connect()) {
            client.send(gateway.chatRequest(body));
            Eventually.await(SOON, "the load runs", () -> gateway.tenants.loads.get() == 1);
            hold.countDown();
            assertThat(client.response(SOON).status()).isEqualTo(200);
        }
        assertThat(gateway.upstream.awaitExchange(0, SOON).text()).isEqualTo(body);
    }

    @Test
    void aClientThatDoesNotReadHoldsTheProviderBack() {
        gateway.upstream.next(Script.stream().thenFlood(PIECE));
        try (RawHttp client = RawHttp.connect(gateway.origin(), 16 << 10)) {
            client.send(gateway.chatRequest(STREAM));
            client.lineWith("data:", SOON);
            Exchange exchange = gateway.upstream.awaitExchange(0, SOON);
            long written = steady(exchange);
            System.err.println("WRITTEN " + written);
            assertThat(written).isLessThan(16L << 20);
            for (int i = 0; i < 20_000; i++) {
                client.line(SOON);
            }
            exchange.awaitBytesWritten(written + 1, SOON);
        }
    }

    @Test
    void aClientThatNeverReadsIsLeftInTheEnd() {
        gateway.close();
        Deadlines standard = Deadlines.standard();
        gateway = new GatewayFixture(new Deadlines(
                standard.connect(),
                standard.firstByteStreamed(),
                standard.firstByteWhole(),
                standard.firstToken(),
                standard.idle(),
                standard.total(),
                standard.requestBody(),
                Duration.ofMillis(500),
                standard.coldLoad()));
        gateway.upstream.next(Script.stream().thenFlood(PIECE));
        try (RawHttp client = RawHttp.connect(gateway.origin(), 16 << 10)) {
            client.send(gateway.chatRequest(STREAM));
            gateway.upstream.awaitExchange(0, SOON).awaitClientLeft(SOON);
            assertThat(gateway.event().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
            Eventually.await(SOON, "what waits to be written is let go of", () -> gateway.connections() == 0);
        }
    }

    @Test
    void clientsThatDoNotReadHaveABoundTogether() { // the fixture has room for sixteen
        gateway.upstream.otherwise(Script.stream().thenFlood(PIECE));
        List<RawHttp> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawHttp client = RawHttp.connect(gateway.origin(), 16 << 10);
                clients.add(client);
                client.send(gateway.chatRequest(STREAM));
            }

            Eventually.await(SOON, "those beyond the bound are left", () -> gateway.events.size() == 4);
            assertThat(gateway.events)
                    .allSatisfy(event -> assertThat(event.outcome()).isEqualTo(Outcome.CLIENT_LEFT));
            assertThat(gateway.inFlight()).isEqualTo(16);
        } finally {
            clients.forEach(RawHttp::close);
        }
        Eventually.await(SOON, "the others are left too", () -> gateway.events.size() == 20);
        gateway.upstream.otherwise(Answers.chat("hello"));
        assertThat(gateway.chat("{\"model\":\"gpt-4o\"}").status()).isEqualTo(200);
    }

    @Test
    void fastAnswersThatEndHaveThatBoundToo() { // the fixture has room for eight MiB
        gateway.upstream.otherwise(Script.stream().thenFlood(PIECE, 2 << 20));
        List<RawHttp> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                RawHttp client = RawHttp.connect(gateway.origin(), 4 << 10);
                clients.add(client);
                client.send(gateway.chatRequest(STREAM));
            }
            Eventually.await(
                    SOON,
                    "most of them are left",
                    () -> gateway.events.stream()
                                    .filter(event -> event.outcome() == Outcome.CLIENT_LEFT)
                                    .count()
                            > 10);
        } finally {
            clients.forEach(RawHttp::close);
        }
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.upstream.otherwise(Answers.chat("hello"));
        assertThat(gateway.chat("{\"model\":\"gpt-4o\"}").status()).isEqualTo(200);
    }

    @Test
    void leavingInTheMiddleOfABodyCallsNobody() {
        gateway.chat("{\"model\":\"gpt-4o\"}");
        RawHttp client = gateway.connect();
        client.send(gateway.chatRequest("{\"model\":\"gpt-4o\"}").replace("Content-Length: 18", "Content-Length: 900"));
        Eventually.await(SOON, "the call is admitted", () -> gateway.inFlight() == 1);

        client.close();

        Eventually.await(SOON, "the call is over", () -> gateway.inFlight() == 0);
        assertThat(gateway.upstream.requests()).isEqualTo(1);
    }

    /** The count once it has not moved for a while. */
    private static long steady(Exchange exchange) {
        long[] last = {-1, System.nanoTime()};
        Eventually.await(Duration.ofSeconds(20), "the provider is held back", () -> {
            long now = exchange.bytesWritten();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 700_000_000L;
        });
        return last[0];
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
