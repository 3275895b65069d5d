package io.quartermaster.tenant;

import io.quartermaster.platform.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * A customer of the deployment.
 *
 * @param deploymentKeyFamilies words of the provider families whose deployment key the tenant may use
 * @param version the tenant's config version when this row was last written
 */
public record Tenant(
        TenantId id,
        String slug,
        String name,
        TenantStatus status,
        List<String> deploymentKeyFamilies,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public Tenant {
        deploymentKeyFamilies =
                deploymentKeyFamilies.stream().distinct().sorted().toList();
    }
}
