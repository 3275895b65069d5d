package io.quartermaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MutableClockTest {
    @Test
    void standsStillUntilItIsMovedAndMovesInEveryZone() {
        MutableClock clock = MutableClock.at("2026-11-01T00:00:00Z");
        Clock elsewhere = clock.withZone(ZoneId.of("Europe/Berlin"));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(clock.advance(Duration.ofMinutes(5))).isEqualTo(elsewhere.instant());
        clock.set(Instant.EPOCH);
        assertThat(elsewhere.millis()).isZero();
    }
}
