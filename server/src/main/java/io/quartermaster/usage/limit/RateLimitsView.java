package io.quartermaster.usage.limit;

import io.quartermaster.usage.UsageScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A tenant's limits, found by what they are for. Immutable. */
public final class RateLimitsView {

    public static final RateLimitsView NONE = new RateLimitsView(List.of());

    private record Place(UsageScope scope, UUID id) {}

    private final Map<Place, RateLimit> limits;

    public RateLimitsView(List<RateLimit> limits) {
        this.limits = limits.stream()
                .collect(Collectors.toUnmodifiableMap(
                        limit -> new Place(limit.scope(), limit.scopeId()), Function.identity()));
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }

    Optional<RateLimit> find(UsageScope scope, UUID id) {
        return Optional.ofNullable(limits.get(new Place(scope, id)));
    }
}
