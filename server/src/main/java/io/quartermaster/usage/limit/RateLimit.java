package io.quartermaster.usage.limit;

import io.quartermaster.usage.UsageScope;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How much a minute may bring.
 *
 * @param scopeId of the scope tenant that is the tenant itself
 * @param tokensPerMinute input and output together
 */
public record RateLimit(
        UsageScope scope,
        UUID scopeId,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerMinute,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public RateLimit {
        if (requestsPerMinute.isEmpty() && tokensPerMinute.isEmpty()) {
            throw new IllegalArgumentException("A limit limits something");
        }
        if (requestsPerMinute.orElse(1) < 1 || tokensPerMinute.orElse(1) < 1) {
            throw new IllegalArgumentException("A limit lets something through");
        }
    }
}
