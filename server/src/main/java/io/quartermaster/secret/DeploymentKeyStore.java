package io.quartermaster.secret;

import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_DATA_KEYS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentScope;
import java.util.List;

/** SQL of {@code deployment_data_keys}. */
final class DeploymentKeyStore {

    /** What a data key of the deployment is for. */
    enum Purpose {
        SEAL("seal"),
        AUDIT("audit");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }
    }

    /** Newest first: the first one is used for what is new. */
    List<WrappedDataKey> list(DeploymentScope tx, Purpose purpose) {
        return tx.sql()
                .select(DEPLOYMENT_DATA_KEYS.ID, DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID, DEPLOYMENT_DATA_KEYS.WRAPPED_KEY)
                .from(DEPLOYMENT_DATA_KEYS)
                .where(DEPLOYMENT_DATA_KEYS.PURPOSE.eq(purpose.word))
                .orderBy(DEPLOYMENT_DATA_KEYS.CREATED_AT.desc(), DEPLOYMENT_DATA_KEYS.ID.desc())
                .fetch(row -> new WrappedDataKey(row.value1(), row.value2(), Bytes.copyFrom(row.value3())));
    }

    /** The foreign keys refuse it while something is sealed with one of them. */
    int deleteOthers(DeploymentChangeTx tx, Purpose purpose, WrappedDataKey kept) {
        return tx.sql()
                .deleteFrom(DEPLOYMENT_DATA_KEYS)
                .where(DEPLOYMENT_DATA_KEYS.PURPOSE.eq(purpose.word))
                .and(DEPLOYMENT_DATA_KEYS.ID.ne(kept.id()))
                .execute();
    }

    void insert(DeploymentChangeTx tx, Purpose purpose, WrappedDataKey key) {
        tx.sql()
                .insertInto(DEPLOYMENT_DATA_KEYS)
                .set(DEPLOYMENT_DATA_KEYS.ID, key.id())
                .set(DEPLOYMENT_DATA_KEYS.PURPOSE, purpose.word)
                .set(DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID, key.masterKeyId())
                .set(DEPLOYMENT_DATA_KEYS.WRAPPED_KEY, key.wrapped().toByteArray())
                .set(DEPLOYMENT_DATA_KEYS.CREATED_AT, tx.now())
                .execute();
    }
}
