package io.quartermaster.secret;

import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_DATA_KEYS;
import static io.quartermaster.schema.jooq.Tables.KEY_ROTATIONS;
import static io.quartermaster.schema.jooq.Tables.TENANT_DATA_KEYS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.platform.db.TenantScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;

/** SQL of rotating keys, for the owner's role. */
final class KeyRotationStore {

    /** A tenant's data key with its tenant. */
    record TenantDataKey(TenantId tenant, WrappedDataKey key) {}

    /** A data key of the deployment with what it is for. */
    record DeploymentDataKey(String purpose, WrappedDataKey key) {}

    /** A rotation of data keys that was begun. */
    record Begun(UUID id, Instant at) {}

    List<TenantDataKey> listTenantKeys(DeploymentTx tx, Optional<TenantDataKey> after, int limit) {
        return tx.sql()
                .select(
                        TENANT_DATA_KEYS.TENANT_ID,
                        TENANT_DATA_KEYS.ID,
                        TENANT_DATA_KEYS.MASTER_KEY_ID,
                        TENANT_DATA_KEYS.WRAPPED_KEY)
                .from(TENANT_DATA_KEYS)
                .where(after.map(last -> DSL.row(TENANT_DATA_KEYS.TENANT_ID, TENANT_DATA_KEYS.ID)
                                .gt(last.tenant().value(), last.key().id()))
                        .orElse(DSL.noCondition()))
                .orderBy(TENANT_DATA_KEYS.TENANT_ID, TENANT_DATA_KEYS.ID)
                .limit(limit)
                .fetch(row -> new TenantDataKey(
                        new TenantId(row.value1()),
                        new WrappedDataKey(row.value2(), row.value3(), Bytes.copyFrom(row.value4()))));
    }

    List<DeploymentDataKey> listDeploymentKeys(DeploymentTx tx) {
        return tx.sql()
                .select(
                        DEPLOYMENT_DATA_KEYS.PURPOSE,
                        DEPLOYMENT_DATA_KEYS.ID,
                        DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID,
                        DEPLOYMENT_DATA_KEYS.WRAPPED_KEY)
                .from(DEPLOYMENT_DATA_KEYS)
                .orderBy(DEPLOYMENT_DATA_KEYS.ID)
                .fetch(row -> new DeploymentDataKey(
                        row.value1(), new WrappedDataKey(row.value2(), row.value3(), Bytes.copyFrom(row.value4()))));
    }

    /** Only over what was read: a rotation beside this one is not undone. */
    void rewrap(DeploymentTx tx, TenantDataKey old, WrappedDataKey fresh) {
        tx.sql()
                .update(TENANT_DATA_KEYS)
                .set(TENANT_DATA_KEYS.MASTER_KEY_ID, fresh.masterKeyId())
                .set(TENANT_DATA_KEYS.WRAPPED_KEY, fresh.wrapped().toByteArray())
                .where(TENANT_DATA_KEYS.TENANT_ID.eq(old.tenant().value()))
                .and(TENANT_DATA_KEYS.ID.eq(fresh.id()))
                .and(TENANT_DATA_KEYS.WRAPPED_KEY.eq(old.key().wrapped().toByteArray()))
                .execute();
    }

    void rewrap(DeploymentTx tx, DeploymentDataKey old, WrappedDataKey fresh) {
        tx.sql()
                .update(DEPLOYMENT_DATA_KEYS)
                .set(DEPLOYMENT_DATA_KEYS.MASTER_KEY_ID, fresh.masterKeyId())
                .set(DEPLOYMENT_DATA_KEYS.WRAPPED_KEY, fresh.wrapped().toByteArray())
                .where(DEPLOYMENT_DATA_KEYS.ID.eq(fresh.id()))
                .and(DEPLOYMENT_DATA_KEYS.WRAPPED_KEY.eq(old.key().wrapped().toByteArray()))
                .execute();
    }

    /** By the database's clock, which is one for all. */
    Begun begin(DeploymentTx tx, UUID id) {
        Optional<Begun> unfinished = tx.sql()
                .select(KEY_ROTATIONS.ID, KEY_ROTATIONS.STARTED_AT)
                .from(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.FINISHED_AT.isNull())
                .orderBy(KEY_ROTATIONS.STARTED_AT.desc())
                .limit(1)
                .fetchOptional(row -> new Begun(row.value1(), row.value2()));
        return unfinished.orElseGet(() -> {
            Begun begun = new Begun(id, now(tx.sql()));
            tx.sql()
                    .insertInto(KEY_ROTATIONS)
                    .set(KEY_ROTATIONS.ID, id)
                    .set(KEY_ROTATIONS.STARTED_AT, begun.at())
                    .execute();
            return begun;
        });
    }

    void finish(DeploymentTx tx) {
        tx.sql()
                .update(KEY_ROTATIONS)
                .set(KEY_ROTATIONS.FINISHED_AT, now(tx.sql()))
                .where(KEY_ROTATIONS.FINISHED_AT.isNull())
                .execute();
    }

    /** The newest data key of the tenant, if it was made since. */
    Optional<WrappedDataKey> findNewestSince(TenantScope tx, Instant since) {
        return tx.sql()
                .select(TENANT_DATA_KEYS.ID, TENANT_DATA_KEYS.MASTER_KEY_ID, TENANT_DATA_KEYS.WRAPPED_KEY)
                .from(TENANT_DATA_KEYS)
                .where(TENANT_DATA_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(TENANT_DATA_KEYS.CREATED_AT.ge(since))
                .orderBy(TENANT_DATA_KEYS.CREATED_AT.desc(), TENANT_DATA_KEYS.ID.desc())
                .limit(1)
                .fetchOptional(row -> new WrappedDataKey(row.value1(), row.value2(), Bytes.copyFrom(row.value3())));
    }

    /** After every other one of the tenant, whatever the clocks of the nodes that made those. */
    void insert(TenantAppendTx tx, WrappedDataKey key) {
        Instant newest = tx.sql()
                .select(DSL.max(TENANT_DATA_KEYS.CREATED_AT))
                .from(TENANT_DATA_KEYS)
                .where(TENANT_DATA_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .fetchOptional(row -> row.value1())
                .orElse(Instant.EPOCH)
                .plusNanos(1_000);
        Instant now = now(tx.sql());
        tx.sql()
                .insertInto(TENANT_DATA_KEYS)
                .set(TENANT_DATA_KEYS.TENANT_ID, tx.tenant().value())
                .set(TENANT_DATA_KEYS.ID, key.id())
                .set(TENANT_DATA_KEYS.MASTER_KEY_ID, key.masterKeyId())
                .set(TENANT_DATA_KEYS.WRAPPED_KEY, key.wrapped().toByteArray())
                .set(TENANT_DATA_KEYS.CREATED_AT, now.isAfter(newest) ? now : newest)
                .execute();
    }

    /** The foreign keys refuse it while something is sealed with one of them. */
    int deleteOthers(TenantAppendTx tx, WrappedDataKey kept) {
        return tx.sql()
                .deleteFrom(TENANT_DATA_KEYS)
                .where(TENANT_DATA_KEYS.TENANT_ID.eq(tx.tenant().value()))
                .and(TENANT_DATA_KEYS.ID.ne(kept.id()))
                .execute();
    }

    private static Instant now(org.jooq.DSLContext sql) {
        return sql.select(DSL.field("clock_timestamp()", Instant.class))
                .fetchSingle()
                .value1();
    }
}
