package io.quartermaster.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class RefreshedTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final MutableClock clock = MutableClock.at("2026-06-01T12:00:00Z");

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    private static Throwable failure(Refreshed<String> refreshed) {
        return Eventually.value(SOON, "a failure", () -> {
            try {
                return Optional.ofNullable(refreshed.value().exceptionNow());
            } catch (IllegalStateException running) {
                return Optional.empty();
            }
        });
    }

    @Test
    void whatNeverAnswersHasFailedAndIsAskedAgain() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Refreshed<String> refreshed = new Refreshed<>(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException given) {
                            interrupted.countDown();
                            throw given;
                        }
                    }
                    return new Refreshed.Fetched<>("second", Instant.MAX, Instant.MAX);
                },
                executor,
                clock,
                Duration.ofMillis(100),
                UpstreamFault.TOKEN_UNAVAILABLE);

        assertThat(failure(refreshed))
                .isInstanceOfSatisfying(
                        CannotSign.class, late -> assertThat(late.fault()).isEqualTo(UpstreamFault.TOKEN_UNAVAILABLE));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();

        clock.advance(Duration.ofSeconds(3)); // failures are believed for a moment
        assertThat(refreshed.value().get(10, TimeUnit.SECONDS)).isEqualTo("second");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aTokenAnswerThatStopsAfterItsHeadIsNotWaitedForForEver() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            executor.execute(() -> answerWithAHeadOnly(server));
            TokenEndpoint endpoint = new TokenEndpoint(
                    URI.create("http://127.0.0.1:" + server.getLocalPort() + "/token"),
                    new OutgoingGuard(Set.of("127.0.0.1"), OutgoingGuard.Resolver.system(), executor, System::nanoTime),
                    Duration.ofMillis(300));

            var exchange = executor.submit(() -> endpoint.exchange("assertion"));

            assertThatThrownBy(() -> exchange.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CannotSign.class);
        }
    }

    private static void answerWithAHeadOnly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {} // until the other end hangs up
        } catch (IOException over) { // the client may reset the connection
            assertThat(over).isNotNull();
        }
    }

    @Test
    void credentialsThatDoNotSayWhenTheyExpireServeForMinutesOnlyOnceTheirSourceIsSilent() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AwsIdentity identity = new AwsIdentity(
                () -> {
                    if (asked.incrementAndGet() > 1) {
                        throw SdkClientException.create("gone");
                    }
                    return AwsBasicCredentials.create("AKIAEXAMPLE", "secret");
                },
                executor,
                clock);

        assertThat(identity.credentials().get(10, TimeUnit.SECONDS).accessKeyId())
                .isEqualTo("AKIAEXAMPLE");
        clock.advance(Duration.ofMinutes(2));
        assertThat(identity.credentials().get(10, TimeUnit.SECONDS).accessKeyId())
                .isEqualTo("AKIAEXAMPLE");
        clock.advance(Duration.ofMinutes(4));
        assertThatThrownBy(() -> identity.credentials().get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CannotSign.class);
    }
}
