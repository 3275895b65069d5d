package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.AUDIT_HEADS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_AUDIT_HEADS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SelectConditionStep;

/** SQL of {@code audit_heads} and {@code deployment_audit_heads}. */
final class AuditHeadStore {

    private static final String DEPLOYMENT = "deployment";
    private static final String CHAINS = "chains";

    Optional<AuditHead> find(TenantScope tx) {
        return tx.sql()
                .select(AUDIT_HEADS.SEQ, AUDIT_HEADS.MAC)
                .from(AUDIT_HEADS)
                .where(AUDIT_HEADS.TENANT_ID.eq(tx.tenant().value()))
                .fetchOptional(row -> new AuditHead(row.value1(), Bytes.copyFrom(row.value2())));
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

    Optional<AuditHead> find(DeploymentChangeTx tx) {
        return read(named(tx.sql(), DEPLOYMENT));
    }

    Optional<AuditHead> find(DeploymentTx tx) {
        return read(named(tx.sql(), DEPLOYMENT));
    }

    void put(DeploymentChangeTx tx, AuditHead head) {
        put(tx.sql(), DEPLOYMENT, head);
    }

    /** How many tenants have a chain; until the end of the transaction nobody else begins one. */
    AuditHead lockChains(TenantTx tx) {
        return named(tx.sql(), CHAINS)
                .forUpdate()
                .fetchOptional(row -> new AuditHead(row.value1(), Bytes.copyFrom(row.value2())))
                .orElse(AuditChain.EMPTY);
    }

    void putChains(TenantTx tx, AuditHead chains) {
        put(tx.sql(), CHAINS, chains);
    }

    Optional<AuditHead> findChains(DeploymentTx tx) {
        return read(named(tx.sql(), CHAINS));
    }

    /** How many heads of tenants there are. */
    long count(DeploymentTx tx) {
        return tx.sql().fetchCount(AUDIT_HEADS);
    }

    private static SelectConditionStep<org.jooq.Record2<Long, byte[]>> named(DSLContext sql, String name) {
        return sql.select(DEPLOYMENT_AUDIT_HEADS.SEQ, DEPLOYMENT_AUDIT_HEADS.MAC)
                .from(DEPLOYMENT_AUDIT_HEADS)
                .where(DEPLOYMENT_AUDIT_HEADS.NAME.eq(name));
    }

    private static Optional<AuditHead> read(SelectConditionStep<org.jooq.Record2<Long, byte[]>> query) {
        return query.fetchOptional(row -> new AuditHead(row.value1(), Bytes.copyFrom(row.value2())));
    }

    private static void put(DSLContext sql, String name, AuditHead head) {
        sql.insertInto(DEPLOYMENT_AUDIT_HEADS)
                .set(DEPLOYMENT_AUDIT_HEADS.NAME, name)
                .set(DEPLOYMENT_AUDIT_HEADS.SEQ, head.seq())
                .set(DEPLOYMENT_AUDIT_HEADS.MAC, head.mac().toByteArray())
                .onConflict(DEPLOYMENT_AUDIT_HEADS.NAME)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }
}
