package io.quartermaster.usage.limit;

import io.quartermaster.usage.UsageScope;
import java.util.UUID;

/**
 * What a call takes of one limit.
 *
 * @param perMinute the limit
 * @param amount at most the limit
 */
public record RatePart(UsageScope scope, UUID scopeId, Dimension dimension, long perMinute, long amount) {

    /** What is limited. */
    public enum Dimension {
        REQUESTS("requests"),
        TOKENS("tokens");

        private final String word;

        Dimension(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The time in which an amount comes back where the limit is shared by so many; rounded down, so that the whole fits a minute. */
    long nanos(long of, int shares) {
        return (long) ((double) of / perMinute * RateBucket.MINUTE * shares);
    }

    RatePart withAmount(long other) {
        return new RatePart(scope, scopeId, dimension, perMinute, other);
    }
}
