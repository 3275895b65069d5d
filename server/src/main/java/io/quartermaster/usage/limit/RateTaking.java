package io.quartermaster.usage.limit;

import java.time.Duration;
import java.util.List;

/** What came of taking parts of several limits: all or none. */
sealed interface RateTaking {

    /** All were taken, there; {@code standings} are those after it, in their order. */
    record Taken(RateCounter there, List<RateStanding> standings) implements RateTaking {
        public Taken {
            standings = List.copyOf(standings);
        }
    }

    /** This one has too little; none was taken. */
    record Lacking(RatePart part, RateStanding standing, Duration pause) implements RateTaking {}
}
