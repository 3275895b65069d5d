package io.quartermaster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Attempts;
import io.quartermaster.gateway.snapshot.Step;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Step STEP = Attempts.step();

    private final Circuit circuit = new Circuit();

    @Test
    void fiveFailuresInARowOpenItAndAnAnswerBetweenThemDoesNot() {
        fail(FailureKind.CONNECTION, 4);
        circuit.succeeded();
        fail(FailureKind.CONNECTION, 4);
        assertThat(circuit.tryEnter(NOW)).isTrue();

        fail(FailureKind.TIMED_OUT, 1);
        assertThat(circuit.tryEnter(NOW)).isFalse();
        assertThat(circuit.tryEnter(NOW.plusMillis(4_999))).isFalse();
    }

    @Test
    void oneCallProbesAndOnlyOne() {
        fail(FailureKind.SERVER_ERROR, 5);
        Instant later = NOW.plusSeconds(5);

        assertThat(circuit.tryEnter(later)).isTrue();
        assertThat(circuit.tryEnter(later)).isFalse();

        circuit.succeeded();
        assertThat(circuit.tryEnter(later)).isTrue();
        assertThat(circuit.tryEnter(later)).isTrue();
    }

    @Test
    void aProbeThatFailsKeepsItOpenForTwiceAsLong() {
        fail(FailureKind.SERVER_ERROR, 5);
        Instant probe = NOW.plusSeconds(5);
        assertThat(circuit.tryEnter(probe)).isTrue();

        circuit.failed(failure(FailureKind.SERVER_ERROR, Optional.empty()), probe);

        assertThat(circuit.tryEnter(probe.plusSeconds(9))).isFalse();
        assertThat(circuit.tryEnter(probe.plusSeconds(10))).isTrue();
    }

    @Test
    void aProbeThatNeverTellsIsForgotten() {
        fail(FailureKind.SERVER_ERROR, 5);
        assertThat(circuit.tryEnter(NOW.plusSeconds(5))).isTrue();

        assertThat(circuit.tryEnter(NOW.plusSeconds(64))).isFalse();
        assertThat(circuit.tryEnter(NOW.plusSeconds(66))).isTrue();
    }

    @Test
    void aRateLimitOpensItForAsLongAsTheProviderAsksButNotForEver() {
        circuit.failed(failure(FailureKind.RATE_LIMITED, Optional.of(Duration.ofSeconds(20))), NOW);
        assertThat(circuit.tryEnter(NOW.plusSeconds(19))).isFalse();
        assertThat(circuit.tryEnter(NOW.plusSeconds(20))).isTrue();

        Circuit other = new Circuit();
        other.failed(failure(FailureKind.RATE_LIMITED, Optional.of(Duration.ofDays(1))), NOW);
        assertThat(other.tryEnter(NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void whatTheRequestItselfIsToBlameForLeavesItClosed() {
        fail(FailureKind.INVALID, 9);
        fail(FailureKind.CONTEXT_TOO_LONG, 9);
        fail(FailureKind.NOT_FOUND, 9);

        assertThat(circuit.tryEnter(NOW)).isTrue();
    }

    private void fail(FailureKind kind, int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(failure(kind, Optional.empty()), NOW);
        }
    }

    private static Failure failure(FailureKind kind, Optional<Duration> retryAfter) {
        AnswerHead head = new AnswerHead(500, HttpHeaders.headers(), -1, false, true);
        return new Failure.Answered(STEP, kind, 500, retryAfter, head, Buffer.buffer());
    }
}
