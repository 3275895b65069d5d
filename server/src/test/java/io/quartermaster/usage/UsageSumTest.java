package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.tenant.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sums out of whole days and sums out of events are the same to the token, whatever is asked for; random questions on random calls. */
final class UsageSumTest {

    private static final int DAYS = 6;
    private static final int SEED = 20_261_122;

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final Random random = new Random(SEED);
    private final Instant start =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(4)); // nothing of it counts as late
    private final List<UsageEvent> events = new ArrayList<>();
    private final UsageSumStore store = new UsageSumStore();

    @BeforeEach
    void fill() {
        List<UsageEvents> people = List.of(
                new UsageEvents(scene.ids(), tenant),
                new UsageEvents(scene.ids(), tenant),
                new UsageEvents(scene.ids(), tenant));
        for (int each = 0; each < 400; each++) {
            UsageEvents one = people.get(random.nextInt(3));
            UsageEvents other = people.get(random.nextInt(3));
            Instant at = start.plusMillis(random.nextLong(Duration.ofDays(DAYS).toMillis()));
            UsageEvent event = one.event(
                    at,
                    any(UsageEvent.Outcome.values()),
                    random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1_000)));
            events.add(with(event, other.model(), random.nextBoolean() ? event.user() : Optional.empty()));
        }
        UsagePosting posting = new UsagePosting(UsageEvents.NO_FOLLOWER, InstantSource.system());
        scene.database().append(tenant, tx -> posting.post(tx, events));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void daysAndEventsSayTheSameWhateverIsAskedFor() {
        int ofDays = 0;
        for (int question = 0; question < 150; question++) {
            UsageFilter filter = randomFilter();
            UsageGrouping grouping = any(UsageGrouping.values());
            ofDays += filter.wholeDays()
                            .flatMap(days -> days.scopeOfSums(Optional.of(grouping)))
                            .isPresent()
                    ? 1
                    : 0;
            assertSame(filter, grouping);
        }
        assertThat(ofDays).as("questions that days answer").isBetween(30, 125);
    }

    @Test
    void wholeDaysAreAnsweredAfterTheirEventsAreGone() { // gateway case 28
        scene.execute("delete from usage_events where tenant_id = ?", tenant.value());
        UsageFilter whole = filter(start, start.plus(Duration.ofDays(DAYS)), events.getFirst(), 0);
        for (UsageGrouping grouping : UsageGrouping.values()) {
            if (grouping != UsageGrouping.PROVIDER) { // which no sum by day knows
                assertSame(whole, grouping);
            }
        }
    }

    @Test
    void theNameOfAModelWhoseEventsAreGoneIsTheModelsOwn() {
        scene.execute("delete from usage_events where tenant_id = ?", tenant.value());
        ModelConfigId model = events.getFirst().modelConfig();
        scene.execute(
                "insert into model_configs (tenant_id, id, model_type, family, model, compression_threshold, enabled, version,"
                        + " created_at, created_by, updated_at, updated_by)"
                        + " values (?, ?, 'llm', 'openai', 'gpt-4o', 80, true, 1, now(), 'test', now(), 'test')",
                tenant.value(),
                model.value());
        UsageFilter whole = filter(start, start.plus(Duration.ofDays(DAYS)), events.getFirst(), 0);
        List<UsageSum> sums = scene.database().readTenant(tenant, tx -> store.list(tx, whole, UsageGrouping.MODEL));
        assertThat(sums)
                .filteredOn(sum -> sum.group().equals(Optional.of(model.toString())))
                .singleElement()
                .extracting(UsageSum::name)
                .isEqualTo(Optional.of("openai/gpt-4o"));
    }

    private void assertSame(UsageFilter filter, UsageGrouping grouping) {
        Map<Optional<String>, UsageTally> expected = new HashMap<>();
        UsageTally all = new UsageTally();
        events.stream().filter(event -> passes(filter, event)).forEach(event -> {
            expected.computeIfAbsent(group(grouping).apply(event), _ -> new UsageTally())
                    .add(event);
            all.add(event);
        });
        List<UsageSum> sums = scene.database().readTenant(tenant, tx -> store.list(tx, filter, grouping));
        Map<Optional<String>, List<Long>> told = new HashMap<>();
        sums.forEach(sum -> told.put(sum.group(), numbers(sum)));
        Map<Optional<String>, List<Long>> counted = new HashMap<>();
        expected.forEach((group, tally) -> counted.put(group, numbers(tally)));
        assertThat(told).as("%s by %s", filter, grouping).isEqualTo(counted);
        UsageSum total = scene.database().readTenant(tenant, tx -> store.total(tx, filter));
        assertThat(numbers(total)).as("%s in all", filter).isEqualTo(numbers(all));
    }

    private static List<Long> numbers(UsageSum sum) {
        return List.of(
                sum.requests(),
                sum.errors(),
                sum.inputTokens(),
                sum.cachedInputTokens(),
                sum.cacheWriteTokens(),
                sum.outputTokens(),
                sum.reasoningTokens(),
                sum.estimatedRequests(),
                sum.costMicros(),
                sum.unpricedRequests());
    }

    private static List<Long> numbers(UsageTally tally) {
        return List.of(
                tally.requests(),
                tally.errors(),
                tally.inputTokens(),
                tally.cachedInputTokens(),
                tally.cacheWriteTokens(),
                tally.outputTokens(),
                tally.reasoningTokens(),
                tally.estimatedRequests(),
                tally.costMicros(),
                tally.unpricedRequests());
    }

    private static boolean passes(UsageFilter filter, UsageEvent event) {
        return !event.occurredAt().isBefore(filter.from())
                && event.occurredAt().isBefore(filter.to())
                && filter.model().filter(id -> !id.equals(event.modelConfig())).isEmpty()
                && filter.key().filter(id -> !id.equals(event.apiKey())).isEmpty()
                && filter.member()
                        .filter(id -> !Optional.of(id).equals(event.user()))
                        .isEmpty()
                && filter.outcome().filter(word -> word != event.outcome()).isEmpty();
    }

    private static Function<UsageEvent, Optional<String>> group(UsageGrouping grouping) {
        return switch (grouping) {
            case MODEL -> event -> Optional.of(event.modelConfig().toString());
            case KEY -> event -> Optional.of(event.apiKey().toString());
            case MEMBER -> event -> event.user().map(UserId::toString);
            case PROVIDER -> _ -> Optional.empty();
            case DAY -> event -> Optional.of(event.occurredAt().toString().substring(0, 10));
        };
    }

    private <T> T any(T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    /** Midnights more often than chance would have it. */
    private UsageFilter randomFilter() {
        Instant from = start.plus(Duration.ofHours(random.nextInt(3) * 24L));
        Instant to = start.plus(Duration.ofHours(3 * 24 + random.nextInt(4) * 24L));
        UsageEvent like = events.get(random.nextInt(events.size()));
        return filter(
                random.nextBoolean() ? from : from.plusSeconds(random.nextInt(80_000)),
                random.nextBoolean() ? to : to.minusSeconds(random.nextInt(80_000)),
                like,
                random.nextInt(7));
    }

    private static UsageFilter filter(Instant from, Instant to, UsageEvent like, int kind) {
        return new UsageFilter(
                from,
                to,
                kind == 1 || kind == 5 ? Optional.of(like.modelConfig()) : Optional.empty(),
                kind == 2 || kind == 5 ? Optional.<ApiKeyId>of(like.apiKey()) : Optional.empty(),
                kind == 3 ? like.user() : Optional.empty(),
                Optional.empty(),
                kind == 4 ? Optional.of(like.outcome()) : Optional.empty());
    }

    private static UsageEvent with(UsageEvent event, ModelConfigId model, Optional<UserId> user) {
        return new UsageEvent(
                event.tenant(),
                event.occurredAt(),
                event.id(),
                event.requestId(),
                event.apiKey(),
                user,
                event.route(),
                event.modelType(),
                model,
                event.family(),
                event.model(),
                event.providerConfig(),
                event.credentialSource(),
                event.streamed(),
                event.outcome(),
                event.status(),
                event.attempts(),
                event.fallbackFrom(),
                event.tokens(),
                event.charge(),
                event.firstByteMicros(),
                event.durationMicros(),
                event.overheadMicros());
    }
}
