package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.USER_KEYS;

import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.secret.SealedColumns;
import io.quartermaster.secret.SealedSecret;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The sealed keys of {@code user_keys}; a person's come together, for their places have the person as the row. */
final class UserKeySealedStore implements SealedColumns {

    @Override
    public String table() {
        return USER_KEYS.getName();
    }

    @Override
    public List<SealedAt> list(TenantScope tx, Optional<UUID> after, int limit) {
        List<UUID> users = tx.sql()
                .selectDistinct(USER_KEYS.USER_ID)
                .from(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(after.map(USER_KEYS.USER_ID::gt).orElse(DSL.noCondition()))
                .orderBy(USER_KEYS.USER_ID)
                .limit(limit)
                .fetch(USER_KEYS.USER_ID);
        return tx.sql()
                .select(
                        USER_KEYS.USER_ID,
                        USER_KEYS.PROVIDER_ID,
                        USER_KEYS.API_KEY_SEALED,
                        USER_KEYS.API_KEY_DATA_KEY_ID)
                .from(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USER_KEYS.USER_ID.in(users))
                .orderBy(USER_KEYS.USER_ID, USER_KEYS.PROVIDER_ID)
                .fetch(row -> new SealedAt(
                        ProviderKeys.place(tx.tenant(), new UserId(row.value1()), new ProviderConfigId(row.value2())),
                        SealedSecret.of(row.value3(), row.value4())));
    }

    /** No two ciphertexts are the same, so the old one names the row. */
    @Override
    public void replace(TenantAppendTx tx, SealedAt old, SealedSecret fresh) {
        tx.sql()
                .update(USER_KEYS)
                .set(USER_KEYS.API_KEY_SEALED, fresh.ciphertext().toByteArray())
                .set(USER_KEYS.API_KEY_DATA_KEY_ID, fresh.dataKeyId())
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USER_KEYS.USER_ID.eq(old.place().row()))
                .and(USER_KEYS.API_KEY_SEALED.eq(old.secret().ciphertext().toByteArray()))
                .execute();
    }
}
