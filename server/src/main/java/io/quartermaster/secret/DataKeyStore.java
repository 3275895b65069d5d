package io.quartermaster.secret;

import static io.quartermaster.schema.jooq.Tables.TENANT_DATA_KEYS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.List;

/** SQL of {@code tenant_data_keys}. */
final class DataKeyStore {

    /** Newest first: the first one seals. */
    List<WrappedDataKey> list(TenantScope tx) {
        return tx.sql()
                .select(TENANT_DATA_KEYS.ID, TENANT_DATA_KEYS.MASTER_KEY_ID, TENANT_DATA_KEYS.WRAPPED_KEY)
                .from(TENANT_DATA_KEYS)
                .where(TENANT_DATA_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .orderBy(TENANT_DATA_KEYS.CREATED_AT.desc(), TENANT_DATA_KEYS.ID.desc())
                .fetch(row -> new WrappedDataKey(row.value1(), row.value2(), Bytes.copyFrom(row.value3())));
    }

    void insert(TenantTx tx, WrappedDataKey key) {
        tx.sql()
                .insertInto(TENANT_DATA_KEYS)
                .set(TENANT_DATA_KEYS.TENANT_ID, tx.tenant().value())
                .set(TENANT_DATA_KEYS.ID, key.id())
                .set(TENANT_DATA_KEYS.MASTER_KEY_ID, key.masterKeyId())
                .set(TENANT_DATA_KEYS.WRAPPED_KEY, key.wrapped().toByteArray())
                .set(TENANT_DATA_KEYS.CREATED_AT, tx.now())
                .execute();
    }
}
