package io.quartermaster.tenant;

import io.quartermaster.platform.db.TenantAppendTx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL of {@code api_key_uses}. */
final class ApiKeyUseStore {

    private static final String PUT = """
            insert into api_key_uses (tenant_id, api_key_id, last_used_at)
            select k.tenant_id, k.id, u.last_used_at
            from api_keys k join unnest(?::uuid[], ?::timestamptz[]) u (id, last_used_at) on u.id = k.id
            where k.tenant_id = ?
            on conflict (tenant_id, api_key_id)
            do update set last_used_at = greatest(api_key_uses.last_used_at, excluded.last_used_at)
            """;

    /** Writes the last uses of those keys that there are still; a date never goes back. */
    int put(TenantAppendTx tx, Map<ApiKeyId, Instant> uses) {
        List<UUID> ids = new ArrayList<>();
        List<OffsetDateTime> times = new ArrayList<>();
        uses.forEach((key, at) -> {
            ids.add(key.value());
            times.add(at.atOffset(ZoneOffset.UTC));
        });
        return tx.sql()
                .execute(
                        PUT,
                        ids.toArray(UUID[]::new),
                        times.toArray(OffsetDateTime[]::new),
                        tx.tenant().value());
    }
}
