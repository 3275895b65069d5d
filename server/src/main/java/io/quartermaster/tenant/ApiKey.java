package io.quartermaster.tenant;

import io.quartermaster.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A virtual key of a tenant; the key itself is shown once, when it is made. {@code allowedModels} empty allows all. */
public record ApiKey(
        ApiKeyId id,
        String name,
        Role role,
        List<String> allowedModels,
        Optional<Instant> expiresAt,
        String lastFour,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public ApiKey {
        allowedModels = List.copyOf(allowedModels);
    }
}
