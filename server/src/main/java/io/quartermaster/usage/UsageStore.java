package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.tenant.ApiKeyId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of reading {@code usage_events}: always of one tenant and between two times, which is how the table is laid out. */
final class UsageStore {

    /** More groups than this are not told; the sum of all says what is missing. */
    static final int MOST_GROUPS = 1_000;

    private static final Field<String> MODEL =
            DSL.max(USAGE_EVENTS.FAMILY.concat("/").concat(USAGE_EVENTS.MODEL));
    private static final Field<String> NO_NAME = DSL.field("null::text", String.class);
    private static final Field<Long> REQUESTS = DSL.count().cast(SQLDataType.BIGINT);
    private static final Field<Long> ERRORS =
            DSL.count().filterWhere(USAGE_EVENTS.OUTCOME.ne("completed")).cast(SQLDataType.BIGINT);
    private static final Field<Long> INPUT = sum(USAGE_EVENTS.INPUT_TOKENS);
    private static final Field<Long> CACHED = sum(USAGE_EVENTS.CACHED_INPUT_TOKENS);
    private static final Field<Long> WRITTEN = sum(USAGE_EVENTS.CACHE_WRITE_TOKENS);
    private static final Field<Long> OUTPUT = sum(USAGE_EVENTS.OUTPUT_TOKENS);
    private static final Field<Long> REASONING = sum(USAGE_EVENTS.REASONING_TOKENS);
    private static final Field<Long> ESTIMATED =
            DSL.count().filterWhere(USAGE_EVENTS.ESTIMATED).cast(SQLDataType.BIGINT);
    private static final Field<Long> COST = sum(USAGE_EVENTS.COST_MICROS);
    private static final Field<Long> UNPRICED =
            DSL.count().filterWhere(USAGE_EVENTS.COST_MICROS.isNull()).cast(SQLDataType.BIGINT);

    /** The sum of all that the filter lets through. */
    UsageSum total(TenantScope tx, UsageFilter filter) {
        return tx.sql()
                .select(REQUESTS, ERRORS, INPUT, CACHED, WRITTEN, OUTPUT, REASONING, ESTIMATED, COST, UNPRICED)
                .from(USAGE_EVENTS)
                .where(USAGE_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(matching(filter))
                .fetchSingle(row -> sum(row, Optional.empty(), Optional.empty()));
    }

    /** The dearest group first, then the busiest; days in their order. */
    List<UsageSum> list(TenantScope tx, UsageFilter filter, UsageGrouping grouping) {
        Field<String> group = group(grouping);
        Field<String> name = grouping == UsageGrouping.MODEL ? MODEL : NO_NAME;
        return tx.sql()
                .select(
                        group, name, REQUESTS, ERRORS, INPUT, CACHED, WRITTEN, OUTPUT, REASONING, ESTIMATED, COST,
                        UNPRICED)
                .from(USAGE_EVENTS)
                .where(USAGE_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(matching(filter))
                .groupBy(group)
                .orderBy(
                        grouping == UsageGrouping.DAY
                                ? List.of(group.asc())
                                : List.of(COST.desc(), REQUESTS.desc(), group.asc()))
                .limit(MOST_GROUPS)
                .fetch(row -> sum(row, Optional.ofNullable(row.get(group)), Optional.ofNullable(row.get(name))));
    }

    /** Newest first. */
    Page<UsageEvent> list(TenantScope tx, UsageFilter filter, PageRequest page) {
        Condition after = page.after()
                .map(cursor ->
                        DSL.row(USAGE_EVENTS.OCCURRED_AT, USAGE_EVENTS.ID).lt(cursor.time(0), cursor.id(1)))
                .map(Condition.class::cast)
                .orElse(DSL.noCondition());
        List<UsageEvent> events = tx.sql()
                .selectFrom(USAGE_EVENTS)
                .where(USAGE_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(matching(filter))
                .and(after)
                .orderBy(USAGE_EVENTS.OCCURRED_AT.desc(), USAGE_EVENTS.ID.desc())
                .limit(page.limit() + 1)
                .fetch(row -> UsageRowStore.event(tx.tenant(), row));
        return Page.of(
                events,
                page,
                event -> Cursor.of(event.occurredAt().toString(), event.id().toString()));
    }

    private static Condition matching(UsageFilter filter) {
        return USAGE_EVENTS
                .OCCURRED_AT
                .ge(filter.from())
                .and(USAGE_EVENTS.OCCURRED_AT.lt(filter.to()))
                .and(equal(USAGE_EVENTS.MODEL_CONFIG_ID, filter.model().map(ModelConfigId::value)))
                .and(equal(USAGE_EVENTS.API_KEY_ID, filter.key().map(ApiKeyId::value)))
                .and(equal(USAGE_EVENTS.USER_ID, filter.member().map(UserId::value)))
                .and(equal(USAGE_EVENTS.PROVIDER_CONFIG_ID, filter.provider().map(ProviderConfigId::value)))
                .and(equal(USAGE_EVENTS.OUTCOME, filter.outcome().map(UsageEvent.Outcome::word)));
    }

    private static <T> Condition equal(Field<T> column, Optional<T> wanted) {
        return wanted.map(column::eq).orElse(DSL.noCondition());
    }

    private static Field<String> group(UsageGrouping grouping) {
        return switch (grouping) {
            case MODEL -> USAGE_EVENTS.MODEL_CONFIG_ID.cast(SQLDataType.CLOB);
            case KEY -> USAGE_EVENTS.API_KEY_ID.cast(SQLDataType.CLOB);
            case MEMBER -> USAGE_EVENTS.USER_ID.cast(SQLDataType.CLOB);
            case PROVIDER -> USAGE_EVENTS.PROVIDER_CONFIG_ID.cast(SQLDataType.CLOB);
            case DAY ->
                DSL.field("to_char({0} at time zone 'UTC', 'YYYY-MM-DD')", String.class, USAGE_EVENTS.OCCURRED_AT);
        };
    }

    /** What no number of ours holds is told as the largest that does. */
    private static Field<Long> sum(Field<Long> column) {
        return DSL.least(
                        DSL.coalesce(DSL.sum(column), DSL.inline(BigDecimal.ZERO)),
                        DSL.inline(BigDecimal.valueOf(Long.MAX_VALUE)))
                .cast(SQLDataType.BIGINT);
    }

    private static UsageSum sum(Record row, Optional<String> group, Optional<String> name) {
        return new UsageSum(
                group,
                name,
                row.get(REQUESTS),
                row.get(ERRORS),
                row.get(INPUT),
                row.get(CACHED),
                row.get(WRITTEN),
                row.get(OUTPUT),
                row.get(REASONING),
                row.get(ESTIMATED),
                row.get(COST),
                row.get(UNPRICED));
    }
}
