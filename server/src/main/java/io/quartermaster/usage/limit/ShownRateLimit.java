package io.quartermaster.usage.limit;

import io.quartermaster.usage.UsageScope;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A limit as the API shows it. */
record ShownRateLimit(
        String scope,
        Optional<UUID> scopeId,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerMinute,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    static ShownRateLimit of(RateLimit limit) {
        return new ShownRateLimit(
                limit.scope().word(),
                limit.scope() == UsageScope.TENANT ? Optional.empty() : Optional.of(limit.scopeId()),
                limit.requestsPerMinute(),
                limit.tokensPerMinute(),
                limit.version(),
                limit.createdAt(),
                limit.createdBy(),
                limit.updatedAt(),
                limit.updatedBy());
    }
}
