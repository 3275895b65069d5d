package io.quartermaster.usage.limit;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;
import io.quartermaster.usage.UsageScope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The HTTP of limits. */
public final class RateLimitResource {

    private final RateLimits limits;
    private final TenantCallers callers;

    public RateLimitResource(RateLimits limits, TenantCallers callers) {
        this.limits = limits;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("listLimits", this::list).on("setLimits", this::set);
    }

    record Entry(
            String scope,
            Optional<UUID> scopeId,
            Optional<Long> requestsPerMinute,
            Optional<Long> tokensPerMinute,
            Optional<Long> expectedVersion) {}

    record Entries(List<Entry> limits) {}

    private Reply list(Call call) {
        return Reply.page(Page.whole(limits.list(callers.of(call))), limit -> limit);
    }

    private Reply set(Call call) {
        List<RateLimits.Choice> choices = call.body(Entries.class).limits().stream()
                .map(entry -> new RateLimits.Choice(
                        UsageScope.parse(entry.scope()).orElseThrow(),
                        entry.scopeId(),
                        count(entry.requestsPerMinute()),
                        count(entry.tokensPerMinute()),
                        count(entry.expectedVersion())))
                .toList();
        return Reply.page(Page.whole(limits.set(callers.of(call), choices)), limit -> limit);
    }

    private static OptionalLong count(Optional<Long> count) {
        return count.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
