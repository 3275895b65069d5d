package io.quartermaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    @Test
    void returnsAsSoonAsTheConditionHolds() {
        AtomicInteger asked = new AtomicInteger();

        Eventually.await(Duration.ofSeconds(10), "asked three times", () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void namesWhatDidNotHappen() {
        assertThatThrownBy(() -> Eventually.await(Duration.ofMillis(20), "pigs fly", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within PT0.02S: pigs fly");
    }

    @Test
    void returnsTheValueThatAppears() {
        AtomicInteger asked = new AtomicInteger();

        int value = Eventually.value(
                Duration.ofSeconds(10),
                "a value",
                () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of(asked.get()));

        assertThat(value).isEqualTo(3);
    }
}
