package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;
import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.platform.db.TenantAppendTx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of {@code usage_days}. */
final class UsageDayStore {

    private static final String KEY = "scope, scope_id, day";

    /** A column that is summed up. */
    private record Sum(String column, ToLongFunction<UsageTally> value) {}

    private static final List<Sum> SUMS = List.of(
            new Sum("requests", UsageTally::requests),
            new Sum("errors", UsageTally::errors),
            new Sum("input_tokens", UsageTally::inputTokens),
            new Sum("cached_input_tokens", UsageTally::cachedInputTokens),
            new Sum("cache_write_tokens", UsageTally::cacheWriteTokens),
            new Sum("output_tokens", UsageTally::outputTokens),
            new Sum("reasoning_tokens", UsageTally::reasoningTokens),
            new Sum("estimated_requests", UsageTally::estimatedRequests),
            new Sum("cost_micros", UsageTally::costMicros),
            new Sum("unpriced_requests", UsageTally::unpricedRequests));

    private static final String COLUMNS = SUMS.stream().map(Sum::column).collect(Collectors.joining(", "));

    private static final String ADD = "insert into usage_days as day (tenant_id, " + KEY + ", " + COLUMNS + ")"
            + " select ?::uuid, " + KEY + ", " + COLUMNS
            + " from unnest(?::text[], ?::uuid[], ?::timestamptz[]" + ", ?::bigint[]".repeat(SUMS.size())
            + ") as more (" + KEY + ", " + COLUMNS + ")"
            + " on conflict (tenant_id, " + KEY + ") do update set "
            + SUMS.stream().map(UsageDayStore::added).collect(Collectors.joining(", "));

    /** What no number of ours holds stays at the largest that does: a count must not make the ledger refuse its events. */
    private static String added(Sum sum) {
        return sum.column() + " = least(day." + sum.column() + "::numeric + excluded." + sum.column()
                + ", 9223372036854775807)::bigint";
    }

    /**
     * Whether events that were counted are gone from the ledger.
     *
     * @param uncounted how many it has that are not counted yet
     */
    boolean lacksEvents(TenantAppendTx tx, Instant day, long uncounted) {
        UUID tenant = tx.tenant().value();
        Field<Long> there = DSL.field(DSL.selectCount()
                        .from(USAGE_EVENTS)
                        .where(USAGE_EVENTS.TENANT_ID.eq(tenant))
                        .and(USAGE_EVENTS.OCCURRED_AT.ge(day))
                        .and(USAGE_EVENTS.OCCURRED_AT.lt(day.plus(Duration.ofDays(1)))))
                .cast(SQLDataType.BIGINT);
        return tx.sql()
                .select(USAGE_DAYS.REQUESTS, there) // by one statement, or others' events come in between
                .from(USAGE_DAYS)
                .where(USAGE_DAYS.TENANT_ID.eq(tenant))
                .and(USAGE_DAYS.SCOPE.eq(UsageScope.TENANT.word()))
                .and(USAGE_DAYS.SCOPE_ID.eq(tenant))
                .and(USAGE_DAYS.DAY.eq(day))
                .fetchOptional()
                .filter(row -> row.value2() - uncounted < row.value1())
                .isPresent();
    }

    /** Adds to the counts, in their order. */
    void add(TenantAppendTx tx, SortedMap<UsageDay, UsageTally> tallies) {
        List<Object> values = new ArrayList<>();
        values.add(tx.tenant().value());
        values.add(tallies.keySet().stream().map(key -> key.scope().word()).toArray(String[]::new));
        values.add(tallies.keySet().stream().map(UsageDay::scopeId).toArray(UUID[]::new));
        values.add(tallies.keySet().stream()
                .map(key -> key.day().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new));
        for (Sum sum : SUMS) {
            values.add(tallies.values().stream().mapToLong(sum.value()).boxed().toArray(Long[]::new));
        }
        tx.sql().execute(ADD, values.toArray());
    }
}
