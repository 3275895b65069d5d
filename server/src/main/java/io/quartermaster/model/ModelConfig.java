package io.quartermaster.model;

import io.quartermaster.platform.db.TenantTx;
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
 * @param buriedProviderName of a tombstone: what its provider config was called when it was deleted
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
        ModelTerms terms,
        Optional<Instant> deletedAt,
        Optional<String> buriedProviderName,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    boolean live() {
        return enabled && deletedAt.isEmpty();
    }

    /** This tombstone alive again, bound to {@code provider} or to none. */
    ModelConfig restored(Optional<ProviderConfigId> provider, TenantTx tx, String by) {
        return new ModelConfig(
                id,
                type,
                family,
                model,
                alias,
                displayName,
                provider,
                contextLimit,
                compressionThreshold,
                enabled,
                terms,
                Optional.empty(),
                Optional.empty(),
                tx.version(),
                createdAt,
                createdBy,
                tx.now(),
                by);
    }
}
