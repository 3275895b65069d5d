package io.quartermaster.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One account of a tenant at a provider family.
 *
 * @param sharedProviderId the shared provider that it is a grant of; it has no key, address and settings of its own then
 * @param baseUrl where the account lives; empty means the deployment's address for the family
 * @param priority smaller goes first among siblings of a family; then {@code createdAt}, then {@code id}
 */
record ProviderConfig(
        ProviderConfigId id,
        ProviderFamily family,
        Optional<SharedProviderId> sharedProviderId,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        Optional<StoredKey> key,
        CredentialPolicy policy,
        boolean enabled,
        int priority,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    /** The same with another priority. */
    ProviderConfig prioritised(int other, long changedVersion, Instant changedAt, String changedBy) {
        return new ProviderConfig(
                id,
                family,
                sharedProviderId,
                name,
                baseUrl,
                settings,
                key,
                policy,
                enabled,
                other,
                changedVersion,
                createdAt,
                createdBy,
                changedAt,
                changedBy);
    }
}
