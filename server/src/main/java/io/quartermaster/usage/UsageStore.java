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
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQL of reading {@code usage_events}: always of one tenant and between two times, which is how the table is laid out. */
final class UsageStore {

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

    static Condition matching(UsageFilter filter) {
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
}
