package io.quartermaster.provider;

import io.quartermaster.secret.SealedColumns;
import java.util.List;

/** The tables of this room that hold sealed secrets. */
public final class ProviderSecrets {

    private ProviderSecrets() {}

    /** For rotating keys: one for each table with a column that ends with {@code _sealed}. */
    public static List<SealedColumns> sealedColumns() {
        return List.of(new ProviderConfigSealedStore(), new UserKeySealedStore());
    }
}
