package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.PROVIDER_CONFIGS;

import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.secret.SealedColumns;
import io.quartermaster.secret.SealedSecret;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The sealed keys of {@code provider_configs}. */
final class ProviderConfigSealedStore implements SealedColumns {

    @Override
    public String table() {
        return PROVIDER_CONFIGS.getName();
    }

    @Override
    public List<SealedAt> list(TenantScope tx, Optional<UUID> after, int limit) {
        return tx.sql()
                .select(PROVIDER_CONFIGS.ID, PROVIDER_CONFIGS.API_KEY_SEALED, PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID)
                .from(PROVIDER_CONFIGS)
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.API_KEY_SEALED.isNotNull())
                .and(after.map(PROVIDER_CONFIGS.ID::gt).orElse(DSL.noCondition()))
                .orderBy(PROVIDER_CONFIGS.ID)
                .limit(limit)
                .fetch(row -> new SealedAt(
                        ProviderKeys.place(tx.tenant(), new ProviderConfigId(row.value1())),
                        SealedSecret.of(row.value2(), row.value3())));
    }

    @Override
    public void replace(TenantAppendTx tx, SealedAt old, SealedSecret fresh) {
        tx.sql()
                .update(PROVIDER_CONFIGS)
                .set(PROVIDER_CONFIGS.API_KEY_SEALED, fresh.ciphertext().toByteArray())
                .set(PROVIDER_CONFIGS.API_KEY_DATA_KEY_ID, fresh.dataKeyId())
                .where(PROVIDER_CONFIGS.TENANT_ID.eq(tx.tenant().value()))
                .and(PROVIDER_CONFIGS.ID.eq(old.place().row()))
                .execute();
    }
}
