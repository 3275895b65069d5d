package io.quartermaster.secret;

import io.quartermaster.platform.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where a sealed secret lives; it opens nowhere else, so a ciphertext copied to another row or tenant is useless. */
public record SecretPlace(TenantId tenant, String table, UUID row, String column) {

    /** Stands for the deployment; no tenant has this id. */
    static final TenantId DEPLOYMENT = new TenantId(new UUID(0, 0));

    /** A place in a table of the deployment. */
    public static SecretPlace ofDeployment(String table, UUID row, String column) {
        return new SecretPlace(DEPLOYMENT, table, row, column);
    }

    byte[] associatedData() {
        return String.join("|", "qm1", tenant.toString(), table, row.toString(), column)
                .getBytes(StandardCharsets.UTF_8);
    }
}
