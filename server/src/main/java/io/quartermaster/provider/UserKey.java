package io.quartermaster.provider;

import io.quartermaster.platform.UserId;
import java.time.Instant;

/** A member's own key for a provider config; always a plain one, also at families that know others. */
record UserKey(
        UserId user,
        ProviderConfigId provider,
        StoredKey key,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {}
