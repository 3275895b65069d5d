package io.quartermaster.tenant;

import io.quartermaster.access.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the gateway knows of an API key; {@code allowedModels} empty allows all. Expiry is checked at each call. */
public record ApiKeyView(ApiKeyId id, String name, Role role, Optional<Instant> expiresAt, Set<String> allowedModels) {

    public ApiKeyView {
        allowedModels = Set.copyOf(allowedModels);
    }

    public boolean expiredAt(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
}
