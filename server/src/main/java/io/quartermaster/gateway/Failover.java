package io.quartermaster.gateway;

import io.quartermaster.gateway.FailureKind.Reach;
import io.quartermaster.gateway.snapshot.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What is done after a failed attempt: the same provider again, the next one, or nothing. Only ever asked while the client has seen
 * nothing of an answer.
 *
 * @param most attempts of a call, the first included
 * @param longestWait before the same provider is asked again: for more than this nobody waits
 * @param random spreads the retries of calls that failed together
 */
record Failover(int most, Duration longestWait, RandomGenerator random) {

    private static final int TRIES_OF_A_PROVIDER = 2;
    private static final int SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 300;

    static Failover standard(RandomGenerator random) {
        return new Failover(5, Duration.ofSeconds(2), random);
    }

    /** What to do. */
    sealed interface Decision {
        record Again(Duration pause) implements Decision {}

        record GoOn(int index) implements Decision {}

        record GiveUp() implements Decision {}
    }

    /**
     * Where a call is.
     *
     * @param tries how often the provider at {@code index} was asked
     * @param attempts all that were made
     * @param left until a step's provider has had all its time, which is counted from the call's admission
     */
    record Position(List<Step> plan, int index, int tries, int attempts, Function<Step, Duration> left) {}

    /**
     * @param mayTry whether a step's circuit lets a call through, which takes the probe of one that is half open
     * @param budget takes one retry of what the node allows itself
     */
    Decision after(Failure failure, Position at, Predicate<Step> mayTry, BooleanSupplier budget) {
        if (at.attempts() >= most) {
            return new Decision.GiveUp();
        }
        FailureKind kind = failure.kind();
        boolean sibling = at.index() + 1 < at.plan().size()
                && isSameModel(failure.step(), at.plan().get(at.index() + 1));
        boolean waits = kind == FailureKind.RATE_LIMITED && sibling; // a sibling need not be waited for
        if (kind.again() && at.tries() < TRIES_OF_A_PROVIDER && !waits) {
            Duration wait = failure.retryAfter().orElseGet(this::pause);
            if (wait.compareTo(longestWait) <= 0
                    && wait.compareTo(at.left().apply(failure.step())) < 0
                    && budget.getAsBoolean()) {
                return new Decision.Again(wait);
            }
        }
        for (int index = at.index() + 1; index < at.plan().size(); index++) {
            Step next = at.plan().get(index);
            boolean hasTime = !at.left().apply(next).isNegative();
            if (hasTime && reaches(kind.reach(), failure.step(), next) && mayTry.test(next)) {
                return new Decision.GoOn(index);
            }
        }
        return new Decision.GiveUp();
    }

    private static boolean reaches(Reach reach, Step from, Step to) {
        return switch (reach) {
            case NOBODY -> false;
            case OTHER_MODELS -> !isSameModel(from, to);
            case EVERY_OTHER -> true;
        };
    }

    private static boolean isSameModel(Step one, Step other) {
        return one.route().model().id().equals(other.route().model().id());
    }

    private Duration pause() {
        return Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    }
}
