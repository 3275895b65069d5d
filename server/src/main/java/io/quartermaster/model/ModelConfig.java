package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's use of a model.
 *
 * @param providerId the provider config it is bound to; empty means whichever of the family can serve it
 * @param contextLimit tokens the tenant allows in a conversation, at least 1
 * @param compressionThreshold percent of the context at which a conversation is condensed, 0 to 100
 */
record ModelConfig(
        ModelConfigId id,
        ModelType type,
        ProviderFamily family,
        String model,
        Optional<String> alias,
        Optional<String> displayName,
        Optional<ProviderConfigId> providerId,
        Optional<Integer> contextLimit,
        int compressionThreshold,
        boolean enabled,
        Optional<Instant> deletedAt,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    boolean live() {
        return enabled && deletedAt.isEmpty();
    }
}
