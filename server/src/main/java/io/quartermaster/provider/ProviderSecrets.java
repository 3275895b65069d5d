package io.quartermaster.provider;

import io.quartermaster.secret.SealedColumns;
import io.quartermaster.secret.SealedDeploymentColumns;
import java.util.List;

/** The tables of this room that hold sealed secrets. */
public final class ProviderSecrets {

    private ProviderSecrets() {}

    /** For rotating keys: one for each table with a column that ends with {@code _sealed}. */
    public static List<SealedColumns> sealedColumns() {
        return List.of(new ProviderConfigSealedStore(), new UserKeySealedStore());
    }

    /** The same for tables of the deployment. */
    public static List<SealedDeploymentColumns> sealedDeploymentColumns() {
        return List.of(new SharedProviderSealedStore());
    }
}
