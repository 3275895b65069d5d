package io.quartermaster.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A provider of the deployment, whose key no tenant can read.
 *
 * @param baseUrl where the account lives; empty means the deployment's address for the family
 * @param deletedAt when its deletion began; the row goes once the last grant is revoked
 */
record SharedProvider(
        SharedProviderId id,
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        Optional<StoredKey> key,
        boolean enabled,
        Optional<Instant> deletedAt,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {}
