package io.quartermaster.tenant.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long an address waits after so many failures. */
final class LockOutTest {

    @Test
    void theWaitBeginsWithTheFifthFailureAndDoublesUpToAQuarterOfAnHour() {
        assertThat(LockOut.pause(0)).isZero();
        assertThat(LockOut.pause(4)).isZero();
        assertThat(LockOut.pause(5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(LockOut.pause(6)).isEqualTo(Duration.ofSeconds(2));
        assertThat(LockOut.pause(14)).isEqualTo(Duration.ofSeconds(512));
        assertThat(LockOut.pause(15)).isEqualTo(Duration.ofMinutes(15));
        assertThat(LockOut.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(15));
    }
}
