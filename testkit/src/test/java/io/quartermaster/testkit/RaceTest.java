package io.quartermaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    void allTasksRunAtTheSameTime() {
        CyclicBarrier everyone = new CyclicBarrier(40);

        Race.Finish<Integer> finish = Race.onVirtualThreads(BOUND).run(40, runner -> () -> {
            everyone.await(); // passes only when all forty are running
            return runner;
        });

        assertThat(finish.requireAll())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void failuresAreCollectedBesideResults() {
        Race.Finish<Integer> finish = Race.onPlatformThreads(BOUND).run(4, runner -> () -> {
            if (runner % 2 == 1) {
                throw new IllegalStateException("runner " + runner);
            }
            return runner;
        });

        assertThat(finish.results()).containsExactlyInAnyOrder(0, 2);
        assertThat(finish.failures())
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("runner 1", "runner 3");
        assertThatThrownBy(finish::requireAll).hasMessage("2 of 4 racing tasks failed");
    }

    @Test
    void taskThatNeverEndsFailsTheRaceAndShowsWhereItHangs() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> Race.onPlatformThreads(Duration.ofMillis(100)).run(2, runner -> () -> {
                    if (runner == 1) {
                        never.await();
                    }
                    return runner;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 of 2 racing tasks had not ended within PT0.1S")
                .satisfies(late -> assertThat(late.getSuppressed()[0].getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName())));
    }
}
