package io.quartermaster.tenant;

import static io.quartermaster.schema.jooq.Tables.OPERATOR_KEYS;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.db.DeploymentTx;
import java.time.Instant;

/** SQL of {@code operator_keys}. */
final class OperatorKeyStore {

    boolean exists(DeploymentTx tx) {
        return tx.sql().fetchExists(OPERATOR_KEYS);
    }

    boolean contains(DeploymentTx tx, byte[] hash) {
        return tx.sql().fetchExists(OPERATOR_KEYS, OPERATOR_KEYS.KEY_HASH.eq(hash));
    }

    void deleteAll(DeploymentTx tx) {
        tx.sql().deleteFrom(OPERATOR_KEYS).execute();
    }

    void insert(DeploymentTx tx, Ids ids, Sensitive key, Instant now) {
        tx.sql()
                .insertInto(OPERATOR_KEYS)
                .set(OPERATOR_KEYS.ID, ids.next())
                .set(OPERATOR_KEYS.KEY_HASH, KeyText.hash(key))
                .set(OPERATOR_KEYS.LAST_FOUR, key.lastFour())
                .set(OPERATOR_KEYS.CREATED_AT, now)
                .execute();
    }
}
