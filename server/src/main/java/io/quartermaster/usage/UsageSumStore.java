package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.MODEL_CONFIGS;
import static io.quartermaster.schema.jooq.Tables.USAGE_DAYS;
import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.platform.db.TenantScope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * SQL of summing up usage: whole days out of {@code usage_days} where it has what is asked for, all else out of {@code usage_events}. Both
 * say the same for as long as retention has deleted no events; after that only the sums by day know of them.
 */
final class UsageSumStore {

    /** More groups than this are not told; the sum of all says what is missing. */
    static final int MOST_GROUPS = 1_000;

    private static final String GROUP = "grouped_by";
    private static final String NAME = "named";
    private static final Field<String> NOTHING = DSL.castNull(SQLDataType.CLOB);

    /** What is counted: of one event, and of a day. */
    private record Count(String name, Field<? extends Number> ofEvents, Field<Long> ofDay) {

        Field<BigDecimal> ofAll() {
            return DSL.field(DSL.name(name), BigDecimal.class);
        }
    }

    private static final List<Count> COUNTS = List.of(
            new Count("requests", DSL.count(), USAGE_DAYS.REQUESTS),
            new Count("errors", DSL.count().filterWhere(USAGE_EVENTS.OUTCOME.ne("completed")), USAGE_DAYS.ERRORS),
            new Count("input_tokens", DSL.sum(USAGE_EVENTS.INPUT_TOKENS), USAGE_DAYS.INPUT_TOKENS),
            new Count("cached_input_tokens", DSL.sum(USAGE_EVENTS.CACHED_INPUT_TOKENS), USAGE_DAYS.CACHED_INPUT_TOKENS),
            new Count("cache_write_tokens", DSL.sum(USAGE_EVENTS.CACHE_WRITE_TOKENS), USAGE_DAYS.CACHE_WRITE_TOKENS),
            new Count("output_tokens", DSL.sum(USAGE_EVENTS.OUTPUT_TOKENS), USAGE_DAYS.OUTPUT_TOKENS),
            new Count("reasoning_tokens", DSL.sum(USAGE_EVENTS.REASONING_TOKENS), USAGE_DAYS.REASONING_TOKENS),
            new Count(
                    "estimated_requests",
                    DSL.count().filterWhere(USAGE_EVENTS.ESTIMATED),
                    USAGE_DAYS.ESTIMATED_REQUESTS),
            new Count("cost_micros", DSL.sum(USAGE_EVENTS.COST_MICROS), USAGE_DAYS.COST_MICROS),
            new Count(
                    "unpriced_requests",
                    DSL.count().filterWhere(USAGE_EVENTS.COST_MICROS.isNull()),
                    USAGE_DAYS.UNPRICED_REQUESTS));

    /** The sum of all that the filter lets through. */
    UsageSum total(TenantScope tx, UsageFilter filter) {
        return tx.sql()
                .select(sums())
                .from(parts(tx, filter, Optional.empty()))
                .fetchSingle(row -> sum(row, Optional.empty(), Optional.empty()));
    }

    /** The dearest group first, then the busiest; days in their order. */
    List<UsageSum> list(TenantScope tx, UsageFilter filter, UsageGrouping grouping) {
        Field<String> group = DSL.field(DSL.name(GROUP), String.class);
        Field<String> name = DSL.max(DSL.field(DSL.name(NAME), String.class)).as("name");
        Field<BigDecimal> requests = COUNTS.getFirst().ofAll();
        return tx.sql()
                .select(Stream.concat(Stream.of(group, name), sums().stream()).toList())
                .from(parts(tx, filter, Optional.of(grouping)))
                .groupBy(group)
                .having(DSL.sum(requests).gt(BigDecimal.ZERO)) // of no member: the tenant's less all members'
                .orderBy(
                        grouping == UsageGrouping.DAY
                                ? List.of(group.asc())
                                : List.of(
                                        DSL.field(DSL.name("total_cost_micros")).desc(),
                                        DSL.field(DSL.name("total_requests")).desc(),
                                        group.asc()))
                .limit(MOST_GROUPS)
                .fetch(row -> sum(row, Optional.ofNullable(row.get(group)), Optional.ofNullable(row.get(name))));
    }

    private static Table<?> parts(TenantScope tx, UsageFilter filter, Optional<UsageGrouping> grouping) {
        List<Select<Record>> parts = new ArrayList<>();
        Optional<UsageFilter> whole = filter.wholeDays();
        Optional<UsageScope> scope = whole.flatMap(days -> days.scopeOfSums(grouping));
        if (whole.isPresent() && scope.isPresent()) {
            filter.brokenDays().forEach(broken -> parts.add(events(tx, broken, grouping)));
            parts.add(days(tx, whole.get(), scope.get(), grouping, false));
            if (grouping.equals(Optional.of(UsageGrouping.MEMBER))
                    && filter.member().isEmpty()) {
                parts.add(days(tx, whole.get(), UsageScope.TENANT, Optional.empty(), false));
                parts.add(days(tx, whole.get(), UsageScope.MEMBER, Optional.empty(), true));
            }
        } else {
            parts.add(events(tx, filter, grouping));
        }
        return parts.stream().reduce(Select::unionAll).orElseThrow().asTable("parts");
    }

    private static Select<Record> events(TenantScope tx, UsageFilter filter, Optional<UsageGrouping> grouping) {
        Field<String> group = grouping.map(UsageSumStore::groupOfEvents).orElse(NOTHING);
        Field<String> name = grouping.equals(Optional.of(UsageGrouping.MODEL))
                ? DSL.max(USAGE_EVENTS.FAMILY.concat("/").concat(USAGE_EVENTS.MODEL))
                : NOTHING;
        List<SelectField<?>> columns = new ArrayList<>(List.of(group.as(GROUP), name.as(NAME)));
        COUNTS.forEach(count -> columns.add(DSL.coalesce(count.ofEvents().cast(SQLDataType.NUMERIC), BigDecimal.ZERO)
                .as(count.name())));
        return DSL.select(columns)
                .from(USAGE_EVENTS)
                .where(USAGE_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(UsageStore.matching(filter))
                .groupBy(grouping.isPresent() ? List.of(group) : List.of());
    }

    /** @param taken whether to take them off instead of adding them */
    private static Select<Record> days(
            TenantScope tx, UsageFilter filter, UsageScope scope, Optional<UsageGrouping> grouping, boolean taken) {
        UUID tenant = tx.tenant().value();
        boolean named = grouping.equals(Optional.of(UsageGrouping.MODEL));
        Field<String> group = grouping.map(UsageSumStore::groupOfDays).orElse(NOTHING);
        Field<String> name = named ? MODEL_CONFIGS.FAMILY.concat("/").concat(MODEL_CONFIGS.MODEL) : NOTHING;
        List<SelectField<?>> columns = new ArrayList<>(List.of(group.as(GROUP), name.as(NAME)));
        COUNTS.forEach(count -> {
            Field<BigDecimal> value = count.ofDay().cast(SQLDataType.NUMERIC);
            columns.add((taken ? value.neg() : value).as(count.name()));
        });
        Table<?> from = named
                ? USAGE_DAYS
                        .leftJoin(MODEL_CONFIGS)
                        .on(MODEL_CONFIGS.TENANT_ID.eq(tenant).and(MODEL_CONFIGS.ID.eq(USAGE_DAYS.SCOPE_ID)))
                : USAGE_DAYS;
        Condition whose = filter.scopeId(scope).map(USAGE_DAYS.SCOPE_ID::eq).orElse(DSL.noCondition());
        return DSL.select(columns)
                .from(from)
                .where(USAGE_DAYS.TENANT_ID.eq(tenant))
                .and(USAGE_DAYS.SCOPE.eq(scope.word()))
                .and(whose)
                .and(USAGE_DAYS.DAY.ge(filter.from()))
                .and(USAGE_DAYS.DAY.lt(filter.to()));
    }

    private static Field<String> groupOfEvents(UsageGrouping grouping) {
        return switch (grouping) {
            case MODEL -> USAGE_EVENTS.MODEL_CONFIG_ID.cast(SQLDataType.CLOB);
            case KEY -> USAGE_EVENTS.API_KEY_ID.cast(SQLDataType.CLOB);
            case MEMBER -> USAGE_EVENTS.USER_ID.cast(SQLDataType.CLOB);
            case PROVIDER -> USAGE_EVENTS.PROVIDER_CONFIG_ID.cast(SQLDataType.CLOB);
            case DAY -> dayText(USAGE_EVENTS.OCCURRED_AT);
        };
    }

    private static Field<String> groupOfDays(UsageGrouping grouping) {
        return switch (grouping) {
            case MODEL, KEY, MEMBER, PROVIDER -> USAGE_DAYS.SCOPE_ID.cast(SQLDataType.CLOB);
            case DAY -> dayText(USAGE_DAYS.DAY);
        };
    }

    private static Field<String> dayText(Field<?> time) {
        return DSL.field("to_char({0} at time zone 'UTC', 'YYYY-MM-DD')", String.class, time);
    }

    /** What no number of ours holds is told as the largest that does. */
    private static List<Field<Long>> sums() {
        return COUNTS.stream()
                .map(count -> DSL.greatest(
                                DSL.least(
                                        DSL.coalesce(DSL.sum(count.ofAll()), DSL.inline(BigDecimal.ZERO)),
                                        DSL.inline(BigDecimal.valueOf(Long.MAX_VALUE))),
                                DSL.inline(BigDecimal.ZERO))
                        .cast(SQLDataType.BIGINT)
                        .as("total_" + count.name()))
                .toList();
    }

    private static UsageSum sum(Record row, Optional<String> group, Optional<String> name) {
        List<Long> sums = COUNTS.stream()
                .map(count -> row.get("total_" + count.name(), Long.class))
                .toList();
        return new UsageSum(
                group,
                name,
                sums.get(0),
                sums.get(1),
                sums.get(2),
                sums.get(3),
                sums.get(4),
                sums.get(5),
                sums.get(6),
                sums.get(7),
                sums.get(8),
                sums.get(9));
    }
}
