package io.quartermaster.usage;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.provider.ProviderConfigId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SQL of {@code usage_events}. One statement for all events, a column to an array: the text stays the same whatever their number,
 * and PostgreSQL prepares the table's partition, policy and checks once and not for each row, which is two thirds of its work.
 */
final class UsageEventStore {

    private static final String CHECK_VIOLATION = "23514";
    private static final String COLUMNS =
            "occurred_at, id, request_id, api_key_id, user_id, route, model_type, model_config_id, family,"
                    + " model, provider_config_id, credential_source, streamed, outcome, status, attempts, fallback_from,"
                    + " input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated,"
                    + " cost_micros, price_source, price_version, first_byte_micros, duration_micros, overhead_micros,"
                    + " audio_input_tokens, audio_output_tokens, image_input_tokens, image_output_tokens, audio_millis,"
                    + " images, characters";
    private static final String INSERT = "insert into usage_events (tenant_id, " + COLUMNS + ")"
            + " select ?::uuid, " + COLUMNS
            + " from unnest(?::timestamptz[], ?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::uuid[],"
            + " ?::text[], ?::text[], ?::uuid[], ?::text[], ?::boolean[], ?::text[], ?::integer[], ?::integer[], ?::uuid[],"
            + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::text[],"
            + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
            + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])"
            + " as event (" + COLUMNS + ") on conflict do nothing returning id";

    /** Inserts the events of one tenant, and answers with those that were not there already. */
    List<UsageEvent> insert(TenantAppendTx tx, List<UsageEvent> events) {
        return tx.sql().connectionResult(connection -> insert(connection, tx, events));
    }

    private static List<UsageEvent> insert(Connection connection, TenantAppendTx tx, List<UsageEvent> events)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, tx.tenant().value());
            Columns columns = new Columns(connection, statement, events);
            columns.add(
                    "timestamptz",
                    event -> event.occurredAt().truncatedTo(ChronoUnit.MICROS).toString());
            columns.add("uuid", UsageEvent::id);
            columns.add("text", UsageEvent::requestId);
            columns.add("uuid", event -> event.apiKey().value());
            columns.add("uuid", event -> event.user().map(UserId::value).orElse(null));
            columns.add("text", UsageEvent::route);
            columns.add("text", event -> event.modelType().word());
            columns.add("uuid", event -> event.modelConfig().value());
            columns.add("text", event -> event.family().word());
            columns.add("text", UsageEvent::model);
            columns.add(
                    "uuid",
                    event -> event.providerConfig().map(ProviderConfigId::value).orElse(null));
            columns.add("text", event -> event.credentialSource().word());
            columns.add("boolean", UsageEvent::streamed);
            columns.add("text", event -> event.outcome().word());
            columns.add("integer", UsageEvent::status);
            columns.add("integer", UsageEvent::attempts);
            columns.add(
                    "uuid",
                    event -> event.fallbackFrom().map(ModelConfigId::value).orElse(null));
            columns.add("bigint", event -> count(event.tokens().input()));
            columns.add("bigint", event -> count(event.tokens().cachedInput()));
            columns.add("bigint", event -> count(event.tokens().cacheWrite()));
            columns.add("bigint", event -> count(event.tokens().output()));
            columns.add("bigint", event -> count(event.tokens().reasoning()));
            columns.add("boolean", event -> event.tokens().estimated());
            columns.add("bigint", event -> count(event.charge().costMicros()));
            columns.add("text", event -> event.charge().source().word());
            columns.add("bigint", event -> count(event.charge().priceVersion()));
            columns.add("bigint", event -> count(event.firstByteMicros()));
            columns.add("bigint", UsageEvent::durationMicros);
            columns.add("bigint", UsageEvent::overheadMicros);
            columns.add("bigint", event -> count(event.tokens().media().audioInput()));
            columns.add("bigint", event -> count(event.tokens().media().audioOutput()));
            columns.add("bigint", event -> count(event.tokens().media().imageInput()));
            columns.add("bigint", event -> count(event.tokens().media().imageOutput()));
            columns.add("bigint", event -> count(event.tokens().media().audioMillis()));
            columns.add("bigint", event -> count(event.tokens().media().images()));
            columns.add("bigint", event -> count(event.tokens().media().characters()));
            return inserted(statement, events);
        }
    }

    private static List<UsageEvent> inserted(PreparedStatement statement, List<UsageEvent> events) throws SQLException {
        Map<UUID, UsageEvent> byId = HashMap.newHashMap(events.size());
        events.forEach(event -> byId.putIfAbsent(event.id(), event));
        List<UsageEvent> inserted = new ArrayList<>(events.size());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                UsageEvent event = byId.remove(rows.getObject(1, UUID.class));
                if (event != null) {
                    inserted.add(event);
                }
            }
        }
        return inserted;
    }

    /** Whether an event was refused because no partition of the ledger covers its time. */
    static boolean hasNoPartition(RuntimeException refusal) {
        return cause(refusal)
                .filter(cause -> CHECK_VIOLATION.equals(cause.getSQLState())
                        && String.valueOf(cause.getMessage()).contains("no partition of relation"))
                .isPresent();
    }

    /** Whether it was refused for what the table is or may be, rather than for what the event says. */
    static boolean isOfSchema(RuntimeException refusal) {
        return cause(refusal)
                .map(cause -> String.valueOf(cause.getSQLState()))
                .filter(state -> !state.startsWith("22") && !state.startsWith("23"))
                .isPresent();
    }

    /** Why it was refused, in one line. */
    static String reason(RuntimeException refusal) {
        String message = cause(refusal).map(Throwable::getMessage).orElse(refusal.getMessage());
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static Optional<SQLException> cause(RuntimeException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Long count(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }

    /** Binds one array after the other, from the second parameter on. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<UsageEvent> events;
        private int parameter = 2;

        Columns(Connection connection, PreparedStatement statement, List<UsageEvent> events) {
            this.connection = connection;
            this.statement = statement;
            this.events = events;
        }

        void add(String type, Function<UsageEvent, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[events.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(events.get(i));
            }
            statement.setArray(parameter++, connection.createArrayOf(type, values));
        }
    }
}
