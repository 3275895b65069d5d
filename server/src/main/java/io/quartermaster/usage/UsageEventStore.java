package io.quartermaster.usage;

import static io.quartermaster.schema.jooq.Tables.USAGE_EVENTS;

import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.provider.ProviderConfigId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** SQL of {@code usage_events}. */
final class UsageEventStore {

    private static final List<Field<?>> COLUMNS = List.of(
            USAGE_EVENTS.TENANT_ID,
            USAGE_EVENTS.OCCURRED_AT,
            USAGE_EVENTS.ID,
            USAGE_EVENTS.REQUEST_ID,
            USAGE_EVENTS.API_KEY_ID,
            USAGE_EVENTS.ROUTE,
            USAGE_EVENTS.MODEL_TYPE,
            USAGE_EVENTS.MODEL_CONFIG_ID,
            USAGE_EVENTS.FAMILY,
            USAGE_EVENTS.MODEL,
            USAGE_EVENTS.PROVIDER_CONFIG_ID,
            USAGE_EVENTS.CREDENTIAL_SOURCE,
            USAGE_EVENTS.STREAMED,
            USAGE_EVENTS.OUTCOME,
            USAGE_EVENTS.STATUS,
            USAGE_EVENTS.INPUT_TOKENS,
            USAGE_EVENTS.CACHED_INPUT_TOKENS,
            USAGE_EVENTS.OUTPUT_TOKENS,
            USAGE_EVENTS.FIRST_BYTE_MICROS,
            USAGE_EVENTS.DURATION_MICROS,
            USAGE_EVENTS.OVERHEAD_MICROS);

    /** Inserts the events of one tenant; one that is there already stays as it is. */
    int insert(TenantAppendTx tx, List<UsageEvent> events) {
        InsertValuesStepN<Record> insert = tx.sql().insertInto(USAGE_EVENTS).columns(COLUMNS);
        for (UsageEvent event : events) {
            insert = insert.values(
                    tx.tenant().value(),
                    event.occurredAt().truncatedTo(ChronoUnit.MICROS),
                    event.id(),
                    event.requestId(),
                    event.apiKey().value(),
                    event.route(),
                    event.modelType().word(),
                    event.modelConfig().value(),
                    event.family().word(),
                    event.model(),
                    event.providerConfig().map(ProviderConfigId::value).orElse(null),
                    event.credentialSource().word(),
                    event.streamed(),
                    event.outcome().word(),
                    event.status(),
                    orNull(event.inputTokens()),
                    orNull(event.cachedInputTokens()),
                    orNull(event.outputTokens()),
                    orNull(event.firstByteMicros()),
                    event.durationMicros(),
                    event.overheadMicros());
        }
        return insert.onConflictDoNothing().execute();
    }

    private static @Nullable Long orNull(OptionalLong count) {
        return count.isPresent() ? Long.valueOf(count.getAsLong()) : null;
    }
}
