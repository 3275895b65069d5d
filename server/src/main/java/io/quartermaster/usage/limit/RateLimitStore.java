package io.quartermaster.usage.limit;

import static io.quartermaster.schema.jooq.Tables.RATE_LIMITS;

import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.usage.UsageScope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** SQL of {@code rate_limits}. */
final class RateLimitStore {

    Optional<RateLimit> find(TenantScope tx, UsageScope scope, UUID scopeId) {
        return tx.sql()
                .selectFrom(RATE_LIMITS)
                .where(RATE_LIMITS.TENANT_ID.eq(tx.tenant().value()))
                .and(RATE_LIMITS.SCOPE.eq(scope.word()))
                .and(RATE_LIMITS.SCOPE_ID.eq(scopeId))
                .fetchOptional(RateLimitStore::limit);
    }

    /** The tenant's first, then by what they are for. */
    List<RateLimit> list(TenantScope tx) {
        return tx.sql()
                .selectFrom(RATE_LIMITS)
                .where(RATE_LIMITS.TENANT_ID.eq(tx.tenant().value()))
                .orderBy(RATE_LIMITS.SCOPE.desc(), RATE_LIMITS.SCOPE_ID)
                .fetch(RateLimitStore::limit);
    }

    void put(TenantTx tx, RateLimit limit) {
        delete(tx, limit.scope(), limit.scopeId());
        tx.sql()
                .insertInto(RATE_LIMITS)
                .set(RATE_LIMITS.TENANT_ID, tx.tenant().value())
                .set(RATE_LIMITS.SCOPE, limit.scope().word())
                .set(RATE_LIMITS.SCOPE_ID, limit.scopeId())
                .set(RATE_LIMITS.REQUESTS_PER_MINUTE, count(limit.requestsPerMinute()))
                .set(RATE_LIMITS.TOKENS_PER_MINUTE, count(limit.tokensPerMinute()))
                .set(RATE_LIMITS.VERSION, limit.version())
                .set(RATE_LIMITS.CREATED_AT, limit.createdAt())
                .set(RATE_LIMITS.CREATED_BY, limit.createdBy())
                .set(RATE_LIMITS.UPDATED_AT, limit.updatedAt())
                .set(RATE_LIMITS.UPDATED_BY, limit.updatedBy())
                .execute();
    }

    void delete(TenantTx tx, UsageScope scope, UUID scopeId) {
        tx.sql()
                .deleteFrom(RATE_LIMITS)
                .where(RATE_LIMITS.TENANT_ID.eq(tx.tenant().value()))
                .and(RATE_LIMITS.SCOPE.eq(scope.word()))
                .and(RATE_LIMITS.SCOPE_ID.eq(scopeId))
                .execute();
    }

    private static @Nullable Long count(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }

    private static OptionalLong count(@Nullable Long count) {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static RateLimit limit(Record row) {
        return new RateLimit(
                UsageScope.parse(row.get(RATE_LIMITS.SCOPE)).orElseThrow(),
                row.get(RATE_LIMITS.SCOPE_ID),
                count(row.get(RATE_LIMITS.REQUESTS_PER_MINUTE)),
                count(row.get(RATE_LIMITS.TOKENS_PER_MINUTE)),
                row.get(RATE_LIMITS.VERSION),
                row.get(RATE_LIMITS.CREATED_AT),
                row.get(RATE_LIMITS.CREATED_BY),
                row.get(RATE_LIMITS.UPDATED_AT),
                row.get(RATE_LIMITS.UPDATED_BY));
    }
}
