package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.ModelSteps.Step;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random operations against the rules in memory. Run more with {@code -Dquartermaster.rules.operations=50000}, and
 * the same again with the seed that is printed.
 */
final class ModelRandomTest {

    private static final int OPERATIONS = Integer.getInteger("quartermaster.rules.operations", 2_000);
    private static final long SEED = Long.getLong("quartermaster.rules.seed", System.nanoTime());
    private static final int LENGTH = 50;
    private static final int LANES = 4;
    private static final int REPLAYS = 80;

    /** A sequence that does not go by the rules, and how. */
    private record Failure(List<Step> steps, List<String> taken, Throwable why) {}

    @Test
    void whateverIsDoneToModelsDefaultsAndProvidersTheAnswersAreThoseOfTheRules() throws Exception {
        System.out.println("Rules with -Dquartermaster.rules.seed=" + SEED);
        try (TestServer server = TestServer.start()) {
            List<Callable<Optional<Failure>>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Random random = new Random(SEED + lane);
                lanes.add(() -> Stream.generate(() -> sequence(random))
                        .limit(Math.max(1, OPERATIONS / LENGTH / LANES))
                        .flatMap(steps -> failure(server, steps).stream())
                        .findFirst());
            }
            List<Optional<Failure>> failures =
                    Race.onVirtualThreads(Duration.ofMinutes(60)).run(lanes).requireAll();
            Optional<Failure> failure =
                    failures.stream().flatMap(Optional::stream).findFirst();
            assertThat(failure.map(found -> shrunk(server, found)).map(this::told))
                    .as("a sequence that breaks the rules")
                    .isEmpty();
        }
    }

    private static List<Step> sequence(Random random) {
        return Stream.generate(() -> Step.random(random)).limit(LENGTH).toList();
    }

    /** Takes the steps with a new tenant up to the first that breaks the rules. */
    private static Optional<Failure> failure(TestServer server, List<Step> steps) {
        ModelSteps walk = new ModelSteps(TestTenant.on(server));
        for (int i = 0; i < steps.size(); i++) {
            try {
                walk.take(steps.get(i));
                if (i == steps.size() - 1) {
                    walk.requireModels();
                }
            } catch (RuntimeException | AssertionError broken) {
                return Optional.of(new Failure(steps.subList(0, i + 1), walk.taken(), broken));
            }
        }
        return Optional.empty();
    }

    /** Leaves out every step without which it still fails, the latest first. */
    private static Failure shrunk(TestServer server, Failure found) {
        Failure least = found;
        int replays = 0;
        for (int i = found.steps().size() - 2; i >= 0 && replays < REPLAYS; i--, replays++) {
            if (i < least.steps().size() - 1) {
                List<Step> fewer = new ArrayList<>(least.steps());
                fewer.remove(i);
                least = failure(server, fewer).orElse(least);
            }
        }
        return least;
    }

    private String told(Failure failure) {
        return "seed " + SEED + ", " + failure.taken().size() + " steps:\n  " + String.join("\n  ", failure.taken())
                + "\n" + failure.why();
    }
}
