package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.TENANT_DATA_KEYS;
import static io.quartermaster.schema.jooq.Tables.USER_KEYS;
import static org.jooq.impl.DSL.excluded;

import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.secret.SealedSecret;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** SQL of {@code user_keys}. */
final class UserKeyStore {

    Optional<UserKey> find(TenantScope tx, UserId user, ProviderConfigId provider) {
        return tx.sql()
                .selectFrom(USER_KEYS)
                .where(isOf(tx, user))
                .and(USER_KEYS.PROVIDER_ID.eq(provider.value()))
                .fetchOptional(UserKeyStore::read);
    }

    /** All keys of a person in the tenant, each with what opens it. */
    List<UserKeyRow> list(TenantScope tx, UserId user) {
        return tx.sql()
                .select(USER_KEYS.fields())
                .select(TENANT_DATA_KEYS.ID, TENANT_DATA_KEYS.MASTER_KEY_ID, TENANT_DATA_KEYS.WRAPPED_KEY)
                .from(USER_KEYS)
                .leftJoin(TENANT_DATA_KEYS)
                .on(TENANT_DATA_KEYS.TENANT_ID.eq(USER_KEYS.TENANT_ID))
                .and(TENANT_DATA_KEYS.ID.eq(USER_KEYS.API_KEY_DATA_KEY_ID))
                .where(isOf(tx, user))
                .fetch(row -> new UserKeyRow(
                        read(row),
                        ProviderConfigStore.dataKey(
                                row.get(TENANT_DATA_KEYS.ID),
                                row.get(TENANT_DATA_KEYS.MASTER_KEY_ID),
                                row.get(TENANT_DATA_KEYS.WRAPPED_KEY))));
    }

    /** Whose keys there are for a provider config. */
    Page<UserKey> list(TenantScope tx, ProviderConfigId provider, PageRequest page) {
        Condition after =
                page.after().map(cursor -> USER_KEYS.USER_ID.gt(cursor.id(0))).orElse(DSL.noCondition());
        List<UserKey> rows = tx.sql()
                .selectFrom(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USER_KEYS.PROVIDER_ID.eq(provider.value()))
                .and(after)
                .orderBy(USER_KEYS.USER_ID)
                .limit(page.limit() + 1)
                .fetch(UserKeyStore::read);
        return Page.of(rows, page, key -> Cursor.of(key.user().toString()));
    }

    UserKeyStamp stamp(TenantScope tx) {
        return tx.sql()
                .select(DSL.count(), DSL.max(USER_KEYS.VERSION), DSL.max(USER_KEYS.UPDATED_AT))
                .from(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .fetchSingle(row -> row.value1() == 0
                        ? UserKeyStamp.NONE
                        : new UserKeyStamp(row.value1(), row.value2(), Optional.of(row.value3())));
    }

    /** Sets the person's one key for the provider config. */
    void put(TenantTx tx, UserKey key) {
        tx.sql()
                .insertInto(USER_KEYS)
                .set(USER_KEYS.TENANT_ID, tx.tenant().value())
                .set(USER_KEYS.USER_ID, key.user().value())
                .set(USER_KEYS.PROVIDER_ID, key.provider().value())
                .set(USER_KEYS.API_KEY_SEALED, key.key().sealed().ciphertext().toByteArray())
                .set(USER_KEYS.API_KEY_DATA_KEY_ID, key.key().sealed().dataKeyId())
                .set(USER_KEYS.API_KEY_LAST_FOUR, key.key().lastFour())
                .set(USER_KEYS.API_KEY_FINGERPRINT, key.key().fingerprint())
                .set(USER_KEYS.VERSION, key.version())
                .set(USER_KEYS.CREATED_AT, key.createdAt())
                .set(USER_KEYS.CREATED_BY, key.createdBy())
                .set(USER_KEYS.UPDATED_AT, key.updatedAt())
                .set(USER_KEYS.UPDATED_BY, key.updatedBy())
                .onConflict(USER_KEYS.TENANT_ID, USER_KEYS.USER_ID, USER_KEYS.PROVIDER_ID)
                .doUpdate()
                .set(USER_KEYS.API_KEY_SEALED, excluded(USER_KEYS.API_KEY_SEALED))
                .set(USER_KEYS.API_KEY_DATA_KEY_ID, excluded(USER_KEYS.API_KEY_DATA_KEY_ID))
                .set(USER_KEYS.API_KEY_LAST_FOUR, excluded(USER_KEYS.API_KEY_LAST_FOUR))
                .set(USER_KEYS.API_KEY_FINGERPRINT, excluded(USER_KEYS.API_KEY_FINGERPRINT))
                .set(USER_KEYS.VERSION, excluded(USER_KEYS.VERSION))
                .set(USER_KEYS.UPDATED_AT, excluded(USER_KEYS.UPDATED_AT))
                .set(USER_KEYS.UPDATED_BY, excluded(USER_KEYS.UPDATED_BY))
                .execute();
    }

    void delete(TenantTx tx, UserId user, ProviderConfigId provider) {
        tx.sql()
                .deleteFrom(USER_KEYS)
                .where(isOf(tx, user))
                .and(USER_KEYS.PROVIDER_ID.eq(provider.value()))
                .execute();
    }

    /** Removes every user's key for the provider config, and says how many there were. */
    int deleteAll(TenantTx tx, ProviderConfigId provider) {
        return tx.sql()
                .deleteFrom(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USER_KEYS.PROVIDER_ID.eq(provider.value()))
                .execute();
    }

    /** What a refused write means to the caller. */
    RuntimeException meaning(ConstraintViolation violation) {
        return switch (violation.constraint()) {
            case "user_keys_member" -> UserKeys.notAMember();
            default -> violation;
        };
    }

    private static Condition isOf(TenantScope tx, UserId user) {
        return USER_KEYS.TENANT_ID.eq(tx.tenant().value()).and(USER_KEYS.USER_ID.eq(user.value()));
    }

    private static UserKey read(Record row) {
        return new UserKey(
                new UserId(row.get(USER_KEYS.USER_ID)),
                new ProviderConfigId(row.get(USER_KEYS.PROVIDER_ID)),
                new StoredKey(
                        CredentialForm.API_KEY,
                        SealedSecret.of(row.get(USER_KEYS.API_KEY_SEALED), row.get(USER_KEYS.API_KEY_DATA_KEY_ID)),
                        row.get(USER_KEYS.API_KEY_LAST_FOUR),
                        row.get(USER_KEYS.API_KEY_FINGERPRINT)),
                row.get(USER_KEYS.VERSION),
                row.get(USER_KEYS.CREATED_AT),
                row.get(USER_KEYS.CREATED_BY),
                row.get(USER_KEYS.UPDATED_AT),
                row.get(USER_KEYS.UPDATED_BY));
    }
}
