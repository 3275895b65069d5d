package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.API_KEY_LOOKUP;

import io.quartermaster.access.Role;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code api_keys} and of {@code api_key_lookup}, which finds them by hash without knowing the tenant. */
final class ApiKeyStore {

    Optional<KeyOwner> findOwner(DeploymentTx tx, byte[] hash) {
        return tx.sql()
                .select(API_KEY_LOOKUP.TENANT_ID, API_KEY_LOOKUP.API_KEY_ID)
                .from(API_KEY_LOOKUP)
                .where(API_KEY_LOOKUP.KEY_HASH.eq(hash))
                .fetchOptional(row -> new KeyOwner(new TenantId(row.value1()), new ApiKeyId(row.value2())));
    }

    Optional<ApiKey> find(TenantScope tx, ApiKeyId id) {
        return tx.sql()
                .selectFrom(API_KEYS)
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEYS.ID.eq(id.value()))
                .fetchOptional(ApiKeyStore::read);
    }

    /** By id, so in order of creation. */
    Page<ApiKey> list(TenantScope tx, PageRequest page) {
        Condition after =
                page.after().map(cursor -> API_KEYS.ID.gt(cursor.id(0))).orElse(DSL.noCondition());
        List<ApiKey> keys = tx.sql()
                .selectFrom(API_KEYS)
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(after)
                .orderBy(API_KEYS.ID)
                .limit(page.limit() + 1)
                .fetch(ApiKeyStore::read);
        return Page.of(keys, page, key -> Cursor.of(key.id().toString()));
    }

    List<ApiKey> listAll(TenantScope tx) {
        return tx.sql()
                .selectFrom(API_KEYS)
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .fetch(ApiKeyStore::read);
    }

    void insert(TenantTx tx, ApiKey key, byte[] hash) {
        tx.sql()
                .insertInto(API_KEYS)
                .set(API_KEYS.TENANT_ID, tx.tenant().value())
                .set(API_KEYS.ID, key.id().value())
                .set(API_KEYS.NAME, key.name())
                .set(API_KEYS.ROLE, key.role().word())
                .set(API_KEYS.ALLOWED_MODELS, key.allowedModels().toArray(String[]::new))
                .set(API_KEYS.EXPIRES_AT, key.expiresAt().orElse(null))
                .set(API_KEYS.LAST_FOUR, key.lastFour())
                .set(API_KEYS.VERSION, key.version())
                .set(API_KEYS.CREATED_AT, key.createdAt())
                .set(API_KEYS.CREATED_BY, key.createdBy())
                .set(API_KEYS.UPDATED_AT, key.updatedAt())
                .set(API_KEYS.UPDATED_BY, key.updatedBy())
                .execute();
        tx.sql()
                .insertInto(API_KEY_LOOKUP)
                .set(API_KEY_LOOKUP.KEY_HASH, hash)
                .set(API_KEY_LOOKUP.TENANT_ID, tx.tenant().value())
                .set(API_KEY_LOOKUP.API_KEY_ID, key.id().value())
                .execute();
    }

    void update(TenantTx tx, ApiKey key) {
        tx.sql()
                .update(API_KEYS)
                .set(API_KEYS.NAME, key.name())
                .set(API_KEYS.ROLE, key.role().word())
                .set(API_KEYS.ALLOWED_MODELS, key.allowedModels().toArray(String[]::new))
                .set(API_KEYS.EXPIRES_AT, key.expiresAt().orElse(null))
                .set(API_KEYS.VERSION, key.version())
                .set(API_KEYS.UPDATED_AT, key.updatedAt())
                .set(API_KEYS.UPDATED_BY, key.updatedBy())
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEYS.ID.eq(key.id().value()))
                .execute();
    }

    void delete(TenantTx tx, ApiKeyId id) {
        tx.sql()
                .deleteFrom(API_KEY_LOOKUP)
                .where(API_KEY_LOOKUP.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEY_LOOKUP.API_KEY_ID.eq(id.value()))
                .execute();
        tx.sql()
                .deleteFrom(API_KEYS)
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEYS.ID.eq(id.value()))
                .execute();
    }

    private static ApiKey read(Record row) {
        return new ApiKey(
                new ApiKeyId(row.get(API_KEYS.ID)),
                row.get(API_KEYS.NAME),
                Role.parse(row.get(API_KEYS.ROLE)).orElseThrow(),
                List.of(row.get(API_KEYS.ALLOWED_MODELS)),
                Optional.ofNullable(row.get(API_KEYS.EXPIRES_AT)),
                row.get(API_KEYS.LAST_FOUR),
                row.get(API_KEYS.VERSION),
                row.get(API_KEYS.CREATED_AT),
                row.get(API_KEYS.CREATED_BY),
                row.get(API_KEYS.UPDATED_AT),
                row.get(API_KEYS.UPDATED_BY));
    }
}
