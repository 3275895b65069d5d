package io.quartermaster.usage;

import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.provider.ProviderConfigId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * SQL of {@code usage_events}. One prepared statement in a batch and not one statement of many rows: the text stays the same
 * whatever the size, so it is rendered and planned once. On a busy node this is the gateway's largest cost beside the calls.
 */
final class UsageEventStore {

    private static final String INSERT =
            "insert into usage_events (tenant_id, occurred_at, id, request_id, api_key_id, route,"
                    + " model_type, model_config_id, family, model, provider_config_id, credential_source, streamed, outcome, status,"
                    + " input_tokens, cached_input_tokens, output_tokens, first_byte_micros, duration_micros, overhead_micros)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    /** Inserts the events of one tenant; one that is there already stays as it is. */
    int insert(TenantAppendTx tx, List<UsageEvent> events) {
        return tx.sql().connectionResult(connection -> insert(connection, events));
    }

    private static int insert(Connection connection, List<UsageEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (UsageEvent event : events) {
                bind(statement, event);
                statement.addBatch();
            }
            int inserted = 0;
            for (int rows : statement.executeBatch()) {
                inserted += Math.max(rows, 0);
            }
            return inserted;
        }
    }

    private static void bind(PreparedStatement statement, UsageEvent event) throws SQLException {
        statement.setObject(1, event.tenant().value());
        statement.setObject(2, event.occurredAt().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        statement.setObject(3, event.id());
        statement.setString(4, event.requestId());
        statement.setObject(5, event.apiKey().value());
        statement.setString(6, event.route());
        statement.setString(7, event.modelType().word());
        statement.setObject(8, event.modelConfig().value());
        statement.setString(9, event.family().word());
        statement.setString(10, event.model());
        statement.setObject(
                11, event.providerConfig().map(ProviderConfigId::value).orElse(null), Types.OTHER);
        statement.setString(12, event.credentialSource().word());
        statement.setBoolean(13, event.streamed());
        statement.setString(14, event.outcome().word());
        statement.setInt(15, event.status());
        bind(statement, 16, event.inputTokens());
        bind(statement, 17, event.cachedInputTokens());
        bind(statement, 18, event.outputTokens());
        bind(statement, 19, event.firstByteMicros());
        statement.setLong(20, event.durationMicros());
        statement.setLong(21, event.overheadMicros());
    }

    private static void bind(PreparedStatement statement, int index, OptionalLong count) throws SQLException {
        if (count.isPresent()) {
            statement.setLong(index, count.getAsLong());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }
}
