package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.USER_KEYS;

import io.quartermaster.platform.db.TenantTx;

/** SQL of {@code user_keys}. */
final class UserKeyStore {

    /** Removes every user's key for the provider config, and says how many there were. */
    int deleteAll(TenantTx tx, ProviderConfigId provider) {
        return tx.sql()
                .deleteFrom(USER_KEYS)
                .where(USER_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(USER_KEYS.PROVIDER_ID.eq(provider.value()))
                .execute();
    }
}
