package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.AUDIT_HEADS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_AUDIT_HEADS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;

/** SQL of {@code audit_heads} and {@code deployment_audit_heads}. */
final class AuditHeadStore {

    private static final String DEPLOYMENT = "deployment";

    AuditHead find(TenantScope tx) {
        return tx.sql()
                .select(AUDIT_HEADS.SEQ, AUDIT_HEADS.MAC)
                .from(AUDIT_HEADS)
                .where(AUDIT_HEADS.TENANT_ID.eq(tx.tenant().value()))
                .fetchOptional(row -> new AuditHead(row.value1(), Bytes.copyFrom(row.value2())))
                .orElse(AuditChain.EMPTY);
    }

    void put(TenantTx tx, AuditHead head) {
        tx.sql()
                .insertInto(AUDIT_HEADS)
                .set(AUDIT_HEADS.TENANT_ID, tx.tenant().value())
                .set(AUDIT_HEADS.SEQ, head.seq())
                .set(AUDIT_HEADS.MAC, head.mac().toByteArray())
                .onConflict(AUDIT_HEADS.TENANT_ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    AuditHead find(DeploymentChangeTx tx) {
        return tx.sql()
                .select(DEPLOYMENT_AUDIT_HEADS.SEQ, DEPLOYMENT_AUDIT_HEADS.MAC)
                .from(DEPLOYMENT_AUDIT_HEADS)
                .where(DEPLOYMENT_AUDIT_HEADS.NAME.eq(DEPLOYMENT))
                .fetchOptional(row -> new AuditHead(row.value1(), Bytes.copyFrom(row.value2())))
                .orElse(AuditChain.EMPTY);
    }

    void put(DeploymentChangeTx tx, AuditHead head) {
        tx.sql()
                .insertInto(DEPLOYMENT_AUDIT_HEADS)
                .set(DEPLOYMENT_AUDIT_HEADS.NAME, DEPLOYMENT)
                .set(DEPLOYMENT_AUDIT_HEADS.SEQ, head.seq())
                .set(DEPLOYMENT_AUDIT_HEADS.MAC, head.mac().toByteArray())
                .onConflict(DEPLOYMENT_AUDIT_HEADS.NAME)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }
}
