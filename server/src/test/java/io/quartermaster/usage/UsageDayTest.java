package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counters equal the ledger, whatever is written twice and whoever writes at the same time: gateway case 27. */
final class UsageDayTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final UsagePosting posting = new UsagePosting(UsageEvents.NO_FOLLOWER, InstantSource.system());

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aReplayChangesNothingTwice() { // gateway case 27
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        UsageEvent first = events.at(MONDAY, 100);
        UsageEvent second = events.event(MONDAY, UsageEvent.Outcome.INTERRUPTED, OptionalLong.empty());
        assertThat(post(List.of(first, first))).containsExactly(first);
        assertThat(post(List.of(first, second))).containsExactly(second);
        assertThat(post(List.of(first, second))).isEmpty();

        for (UUID id : List.of(
                tenant.value(),
                events.key().value(),
                events.user().value(),
                events.model().value())) {
            assertThat(counts(id))
                    .containsExactly("2026-11-23T00:00Z requests 2 errors 1 in 22 cached 6 out 14 cost 100 unpriced 1");
        }
        assertCountersEqualTheLedger();
    }

    @Test
    void theDayIsThatOfAdmissionInUtc() {
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        post(List.of(
                events.at(MONDAY.minusNanos(1_000), 1),
                events.at(MONDAY, 2),
                events.at(MONDAY.plusSeconds(86_399), 4)));

        assertThat(counts(tenant.value()))
                .containsExactly(
                        "2026-11-22T00:00Z requests 1 errors 0 in 11 cached 3 out 7 cost 1 unpriced 0",
                        "2026-11-23T00:00Z requests 2 errors 0 in 22 cached 6 out 14 cost 6 unpriced 0");
    }

    @Test
    void nodesThatWriteTheSameCountsAtOnceLoseNothingAndNeverWaitForEachOther() { // gateway case 27
        List<UsageEvents> people = IntStream.range(0, 40)
                .mapToObj(_ -> new UsageEvents(scene.ids(), tenant))
                .toList();
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Random order = new Random(writer);
            writers.add(() -> {
                int written = 0;
                for (int batch = 0; batch < 25; batch++) {
                    List<UsageEvents> shuffled = new ArrayList<>(people);
                    Collections.shuffle(shuffled, order);
                    List<UsageEvent> events = shuffled.stream()
                            .map(person -> person.at(MONDAY.plusSeconds(order.nextInt(200_000)), 7))
                            .toList();
                    written += post(events).size();
                }
                return written;
            });
        }
        int written = Race.onPlatformThreads(Duration.ofSeconds(60)).run(writers).requireAll().stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(written).isEqualTo(4 * 25 * 40);
        assertCountersEqualTheLedger();
    }

    @Test
    void aSumThatNoNumberHoldsStaysAtTheLargestAndTheLedgerTakesTheEvents() {
        UsageEvents events = new UsageEvents(scene.ids(), tenant);
        post(List.of(events.at(MONDAY, Long.MAX_VALUE), events.at(MONDAY, Long.MAX_VALUE)));
        post(List.of(events.at(MONDAY, Long.MAX_VALUE)));

        assertThat(counts(tenant.value()))
                .containsExactly("2026-11-23T00:00Z requests 3 errors 0 in 33 cached 9 out 21 cost " + Long.MAX_VALUE
                        + " unpriced 0");
    }

    private List<UsageEvent> post(List<UsageEvent> events) {
        return scene.database().append(tenant, tx -> posting.post(tx, events));
    }

    private List<String> counts(UUID scopeId) {
        return scene.database()
                .readTenant(
                        tenant,
                        tx -> tx.sql()
                                .fetch(
                                        "select to_char(day at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI\"Z\"') || ' requests ' || requests"
                                                + " || ' errors ' || errors || ' in ' || input_tokens || ' cached ' || cached_input_tokens"
                                                + " || ' out ' || output_tokens || ' cost ' || cost_micros || ' unpriced '"
                                                + " || unpriced_requests from usage_days where tenant_id = ? and scope_id = ? order by day",
                                        tenant.value(),
                                        scopeId)
                                .getValues(0, String.class));
    }

    private void assertCountersEqualTheLedger() {
        List<String> differences = scene.database()
                .readTenant(tenant, tx -> tx.sql().fetch("""
                                select d.scope || ' ' || d.scope_id || ' ' || d.day from usage_days d full join (
                                    select s.scope, case s.scope when 'tenant' then tenant_id when 'key' then api_key_id
                                            when 'member' then user_id else model_config_id end as scope_id,
                                        date_trunc('day', occurred_at, 'UTC') as day, count(*) as requests,
                                        sum(input_tokens) as input, sum(cost_micros) as cost
                                    from usage_events cross join (values ('tenant'), ('key'), ('member'), ('model')) s (scope)
                                    where tenant_id = ? group by 1, 2, 3) e
                                  on d.scope = e.scope and d.scope_id = e.scope_id and d.day = e.day
                                where (d.requests, d.input_tokens, d.cost_micros) is distinct from (e.requests, e.input, e.cost)
                                """, tenant.value()).getValues(0, String.class));
        assertThat(differences).isEmpty();
    }
}
