package io.quartermaster.usage.limit;

import io.quartermaster.usage.limit.RatePart.Dimension;
import java.time.Duration;

/**
 * Where a limit stands.
 *
 * @param remaining what this node would still let through
 * @param reset when all of it is there again
 */
public record RateStanding(Dimension dimension, long limit, long remaining, Duration reset) {

    static RateStanding of(RatePart part, long usedNanos, int shares) {
        double free = 1 - (double) usedNanos / RateBucket.MINUTE;
        // half a thousandth more, since what was taken was rounded
        long remaining = (long) Math.max(0, free * part.perMinute() / shares + 0.0005);
        return new RateStanding(part.dimension(), part.perMinute(), remaining, Duration.ofNanos(usedNanos));
    }
}
