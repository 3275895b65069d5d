package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.UserId;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Which usage is asked for; what is empty asks for all. {@code from} is included and {@code to} is not. */
record UsageFilter(
        Instant from,
        Instant to,
        Optional<ModelConfigId> model,
        Optional<ApiKeyId> key,
        Optional<UserId> member,
        Optional<ProviderConfigId> provider,
        Optional<UsageEvent.Outcome> outcome) {

    UsageFilter ofMember(UserId user) {
        return new UsageFilter(from, to, model, key, Optional.of(user), provider, outcome);
    }

    UsageFilter ofKey(ApiKeyId own) {
        return new UsageFilter(from, to, model, Optional.of(own), member, provider, outcome);
    }

    private UsageFilter between(Instant begin, Instant end) {
        return new UsageFilter(begin, end, model, key, member, provider, outcome);
    }

    private Instant firstMidnight() {
        Instant day = from.truncatedTo(ChronoUnit.DAYS);
        return day.equals(from) ? day : day.plus(Duration.ofDays(1));
    }

    private Instant lastMidnight() {
        return to.truncatedTo(ChronoUnit.DAYS);
    }

    /** The days of UTC that lie whole between its times; empty when none does. */
    Optional<UsageFilter> wholeDays() {
        return Optional.of(between(firstMidnight(), lastMidnight())).filter(days -> days.from.isBefore(days.to));
    }

    /** What is left of it beside the {@link #wholeDays()}, if there are such. */
    List<UsageFilter> brokenDays() {
        return Stream.of(between(from, firstMidnight()), between(lastMidnight(), to))
                .filter(part -> part.from.isBefore(part.to))
                .toList();
    }

    /** Which of the sums by day have what is asked for; empty when none have. */
    Optional<UsageScope> scopeOfSums(Optional<UsageGrouping> grouping) {
        List<UsageScope> asked = Stream.of(UsageScope.KEY, UsageScope.MEMBER, UsageScope.MODEL)
                .filter(scope -> scopeId(scope).isPresent())
                .toList();
        if (provider.isPresent() || outcome.isPresent() || asked.size() > 1) {
            return Optional.empty();
        }
        Optional<UsageScope> one = asked.stream().findFirst();
        UsageScope wanted = switch (grouping.orElse(UsageGrouping.DAY)) {
            case DAY -> one.orElse(UsageScope.TENANT);
            case MODEL -> UsageScope.MODEL;
            case KEY -> UsageScope.KEY;
            case MEMBER -> UsageScope.MEMBER;
            case PROVIDER -> UsageScope.TENANT;
        };
        boolean has = grouping.filter(UsageGrouping.PROVIDER::equals).isEmpty()
                && one.filter(scope -> scope != wanted).isEmpty();
        return has ? Optional.of(wanted) : Optional.empty();
    }

    /** Whose sums by day are asked for; empty for those of all. */
    Optional<UUID> scopeId(UsageScope scope) {
        return switch (scope) {
            case TENANT -> Optional.empty(); // there is one
            case KEY -> key.map(ApiKeyId::value);
            case MEMBER -> member.map(UserId::value);
            case MODEL -> model.map(ModelConfigId::value);
        };
    }
}
