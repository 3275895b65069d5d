package io.quartermaster.secret;

import io.quartermaster.platform.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where a sealed secret lives; it opens nowhere else, so a ciphertext copied to another row or tenant is useless. */
public record SecretPlace(TenantId tenant, String table, UUID row, String column) {

    byte[] associatedData() {
        return String.join("|", "qm1", tenant.toString(), table, row.toString(), column)
                .getBytes(StandardCharsets.UTF_8);
    }
}
