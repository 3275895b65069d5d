package io.quartermaster.usage;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.TenantCallers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP of usage. */
public final class UsageResource {

    private static final Duration USUALLY = Duration.ofDays(30);
    private static final Duration AT_MOST = Duration.ofDays(366);
    /** Events of calls that are ending just now are seen without a {@code to}, whatever the clocks of the nodes say. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Usage usage;
    private final TenantCallers callers;
    private final InstantSource clock;
    private final Currency currency;

    public UsageResource(Usage usage, TenantCallers callers, InstantSource clock, Currency currency) {
        this.usage = usage;
        this.callers = callers;
        this.clock = clock;
        this.currency = currency;
    }

    public void bind(Operations operations) {
        operations.on("readUsage", this::read).on("listUsageEvents", this::list);
    }

    private record ShownUsage(
            Instant from, Instant to, String groupBy, String currency, List<UsageSum> data, UsageSum total) {}

    private Reply read(Call call) {
        UsageGrouping grouping =
                call.query("group_by").flatMap(UsageGrouping::parse).orElse(UsageGrouping.DAY);
        UsageFilter filter = filter(call);
        Usage.Summary summary = usage.sum(callers.of(call), filter, grouping);
        return Reply.ok(new ShownUsage(
                filter.from(),
                filter.to(),
                grouping.word(),
                currency.getCurrencyCode(),
                summary.data(),
                summary.total()));
    }

    private Reply list(Call call) {
        TenantCaller caller = callers.of(call);
        UsageFilter filter = filter(call);
        Optional<UsageFormat> format = UsageFormat.asked(call.header("accept"));
        return format.isPresent()
                ? Reply.pieces(
                                format.get().mediaType(),
                                new UsageExport(format.get(), currency, page -> usage.list(caller, filter, page)))
                        .withHeader("content-disposition", "attachment; filename=\"usage\"")
                : Reply.page(usage.list(caller, filter, call.page()), event -> ShownUsageEvent.of(event, currency));
    }

    private UsageFilter filter(Call call) {
        Instant to = time(call, "to").orElseGet(() -> clock.instant().plus(AHEAD));
        Instant from = time(call, "from").orElseGet(() -> to.minus(USUALLY));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(AT_MOST) > 0) {
            throw new Problem(
                    ProblemType.INVALID_REQUEST,
                    "Usage is read of at most 366 days at once: from " + from + " to " + to + " is none or more.",
                    new FieldError("query.from", "range", "must be before `to`, by at most 366 days"));
        }
        return new UsageFilter(
                from,
                to,
                id(call, "model").map(ModelConfigId::new),
                id(call, "key").map(ApiKeyId::new),
                id(call, "member").map(UserId::new),
                id(call, "provider").map(ProviderConfigId::new),
                call.query("outcome")
                        .flatMap(word -> Arrays.stream(UsageEvent.Outcome.values())
                                .filter(outcome -> outcome.word().equals(word))
                                .findFirst()));
    }

    private static Optional<Instant> time(Call call, String name) {
        return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    }

    private static Optional<UUID> id(Call call, String name) {
        return call.query(name).map(UUID::fromString);
    }
}
