package io.quartermaster.provider;

import static io.quartermaster.schema.jooq.Tables.SHARED_PROVIDERS;

import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentScope;
import io.quartermaster.secret.SealedColumns.SealedAt;
import io.quartermaster.secret.SealedDeploymentColumns;
import io.quartermaster.secret.SealedSecret;
import java.util.List;

/** The sealed keys of {@code shared_providers}. */
final class SharedProviderSealedStore implements SealedDeploymentColumns {

    @Override
    public String table() {
        return SHARED_PROVIDERS.getName();
    }

    @Override
    public List<SealedAt> list(DeploymentScope tx) {
        return tx.sql()
                .select(SHARED_PROVIDERS.ID, SHARED_PROVIDERS.API_KEY_SEALED, SHARED_PROVIDERS.API_KEY_DATA_KEY_ID)
                .from(SHARED_PROVIDERS)
                .where(SHARED_PROVIDERS.API_KEY_SEALED.isNotNull())
                .orderBy(SHARED_PROVIDERS.ID)
                .fetch(row -> new SealedAt(
                        ProviderKeys.place(new SharedProviderId(row.value1())),
                        SealedSecret.of(row.value2(), row.value3())));
    }

    @Override
    public void replace(DeploymentChangeTx tx, SealedAt old, SealedSecret fresh) {
        tx.sql()
                .update(SHARED_PROVIDERS)
                .set(SHARED_PROVIDERS.API_KEY_SEALED, fresh.ciphertext().toByteArray())
                .set(SHARED_PROVIDERS.API_KEY_DATA_KEY_ID, fresh.dataKeyId())
                .where(SHARED_PROVIDERS.ID.eq(old.place().row()))
                .execute();
    }
}
