package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.API_KEYS;
import static io.quartermaster.schema.jooq.Tables.API_KEY_LOOKUP;
import static io.quartermaster.schema.jooq.Tables.API_KEY_USES;
import static io.quartermaster.schema.jooq.Tables.MEMBERS;

import io.quartermaster.access.Role;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
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
import org.jooq.SelectConditionStep;
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
        return keys(tx, API_KEYS.ID.eq(id.value())).fetchOptional(ApiKeyStore::read);
    }

    /** The one that the console made for a person. */
    Optional<ApiKey> findPlayground(TenantScope tx, UserId user) {
        return keys(tx, API_KEYS.USER_ID.eq(user.value()).and(API_KEYS.PLAYGROUND))
                .fetchOptional(ApiKeyStore::read);
    }

    /** By id, so in order of creation. */
    Page<ApiKey> list(TenantScope tx, PageRequest page) {
        Condition after =
                page.after().map(cursor -> API_KEYS.ID.gt(cursor.id(0))).orElse(DSL.noCondition());
        Condition found = page.search()
                .map(search -> search.in(API_KEYS.NAME, API_KEYS.LAST_FOUR))
                .orElse(DSL.noCondition());
        List<ApiKey> keys = keys(tx, found.and(after))
                .orderBy(API_KEYS.ID)
                .limit(page.limit() + 1)
                .fetch(ApiKeyStore::read);
        return Page.of(keys, page, key -> Cursor.of(key.id().toString()));
    }

    private static SelectConditionStep<Record> keys(TenantScope tx, Condition which) {
        return tx.sql()
                .select(API_KEYS.fields())
                .select(API_KEY_USES.LAST_USED_AT)
                .from(API_KEYS)
                .leftJoin(API_KEY_USES)
                .on(API_KEY_USES.TENANT_ID.eq(API_KEYS.TENANT_ID))
                .and(API_KEY_USES.API_KEY_ID.eq(API_KEYS.ID))
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(which);
    }

    void insert(TenantTx tx, ApiKey key, KeyHash hash) {
        tx.sql()
                .insertInto(API_KEYS)
                .set(API_KEYS.TENANT_ID, tx.tenant().value())
                .set(API_KEYS.ID, key.id().value())
                .set(API_KEYS.NAME, key.name())
                .set(API_KEYS.ROLE, key.role().word())
                .set(API_KEYS.ALLOWED_MODELS, key.allowedModels().toArray(String[]::new))
                .set(API_KEYS.EXPIRES_AT, key.expiresAt().orElse(null))
                .set(API_KEYS.USER_ID, key.userId().map(UserId::value).orElse(null))
                .set(API_KEYS.PLAYGROUND, key.purpose() == ApiKey.Purpose.PLAYGROUND)
                .set(API_KEYS.KEY_HASH, hash.bytes())
                .set(API_KEYS.LAST_FOUR, key.lastFour())
                .set(API_KEYS.VERSION, key.version())
                .set(API_KEYS.CREATED_AT, key.createdAt())
                .set(API_KEYS.CREATED_BY, key.createdBy())
                .set(API_KEYS.UPDATED_AT, key.updatedAt())
                .set(API_KEYS.UPDATED_BY, key.updatedBy())
                .execute();
        insertLookup(tx, key.id(), hash);
    }

    /** Gives the key a new text; the old one holds until {@code previousExpiresAt}, and one still older no longer. */
    void rotate(TenantTx tx, ApiKey key, KeyHash hash) {
        tx.sql()
                .deleteFrom(API_KEY_LOOKUP)
                .where(API_KEY_LOOKUP.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEY_LOOKUP.API_KEY_ID.eq(key.id().value()))
                .and(
                        key.previousExpiresAt().isEmpty()
                                ? DSL.noCondition()
                                : API_KEY_LOOKUP.KEY_HASH.ne(tx.sql()
                                        .select(API_KEYS.KEY_HASH)
                                        .from(API_KEYS)
                                        .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                                        .and(API_KEYS.ID.eq(key.id().value()))))
                .execute();
        tx.sql()
                .update(API_KEYS)
                .set(
                        API_KEYS.PREVIOUS_KEY_HASH,
                        key.previousExpiresAt().isEmpty() ? DSL.val((byte[]) null) : API_KEYS.KEY_HASH)
                .set(API_KEYS.PREVIOUS_EXPIRES_AT, key.previousExpiresAt().orElse(null))
                .set(API_KEYS.ROLE, key.role().word())
                .set(API_KEYS.EXPIRES_AT, key.expiresAt().orElse(null))
                .set(API_KEYS.KEY_HASH, hash.bytes())
                .set(API_KEYS.LAST_FOUR, key.lastFour())
                .set(API_KEYS.VERSION, key.version())
                .set(API_KEYS.UPDATED_AT, key.updatedAt())
                .set(API_KEYS.UPDATED_BY, key.updatedBy())
                .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEYS.ID.eq(key.id().value()))
                .execute();
        insertLookup(tx, key.id(), hash);
    }

    private static void insertLookup(TenantTx tx, ApiKeyId id, KeyHash hash) {
        tx.sql()
                .insertInto(API_KEY_LOOKUP)
                .set(API_KEY_LOOKUP.KEY_HASH, hash.bytes())
                .set(API_KEY_LOOKUP.TENANT_ID, tx.tenant().value())
                .set(API_KEY_LOOKUP.API_KEY_ID, id.value())
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

    Optional<Role> memberRole(TenantScope tx, UserId user) {
        return tx.sql()
                .select(MEMBERS.ROLE)
                .from(MEMBERS)
                .where(MEMBERS.TENANT_ID.eq(tx.tenant().value()))
                .and(MEMBERS.USER_ID.eq(user.value()))
                .fetchOptional(row -> Role.parse(row.value1()).orElseThrow());
    }

    /** Makes a person's keys unknown; their rows go with the membership. */
    void deleteLookupsOf(TenantTx tx, UserId user) {
        tx.sql()
                .deleteFrom(API_KEY_LOOKUP)
                .where(API_KEY_LOOKUP.TENANT_ID.eq(tx.tenant().value()))
                .and(API_KEY_LOOKUP.API_KEY_ID.in(tx.sql()
                        .select(API_KEYS.ID)
                        .from(API_KEYS)
                        .where(API_KEYS.TENANT_ID.eq(tx.tenant().value()))
                        .and(API_KEYS.USER_ID.eq(user.value()))))
                .execute();
    }

    private static ApiKey read(Record row) {
        return new ApiKey(
                new ApiKeyId(row.get(API_KEYS.ID)),
                row.get(API_KEYS.NAME),
                Role.parse(row.get(API_KEYS.ROLE)).orElseThrow(),
                Optional.ofNullable(row.get(API_KEYS.USER_ID)).map(UserId::new),
                row.get(API_KEYS.PLAYGROUND) ? ApiKey.Purpose.PLAYGROUND : ApiKey.Purpose.CALLS,
                List.of(row.get(API_KEYS.ALLOWED_MODELS)),
                Optional.ofNullable(row.get(API_KEYS.EXPIRES_AT)),
                row.get(API_KEYS.LAST_FOUR),
                Optional.ofNullable(row.get(API_KEYS.PREVIOUS_EXPIRES_AT)),
                Optional.ofNullable(row.get(API_KEY_USES.LAST_USED_AT)),
                row.get(API_KEYS.VERSION),
                row.get(API_KEYS.CREATED_AT),
                row.get(API_KEYS.CREATED_BY),
                row.get(API_KEYS.UPDATED_AT),
                row.get(API_KEYS.UPDATED_BY));
    }
}
