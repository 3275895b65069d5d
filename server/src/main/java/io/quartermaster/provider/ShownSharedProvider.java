package io.quartermaster.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A shared provider as the operator sees it: of its key, the last four and a fingerprint. */
record ShownSharedProvider(
        SharedProviderId id,
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        boolean enabled,
        boolean hasStoredKey,
        Optional<CredentialForm> credentialKind,
        Optional<String> keyLastFour,
        Optional<String> keyFingerprint,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    static ShownSharedProvider of(SharedProvider shared) {
        return new ShownSharedProvider(
                shared.id(),
                shared.family(),
                shared.name(),
                shared.baseUrl(),
                shared.settings(),
                shared.enabled(),
                shared.key().isPresent(),
                shared.key().map(StoredKey::form),
                shared.key().map(StoredKey::lastFour),
                shared.key().map(StoredKey::fingerprint),
                shared.version(),
                shared.createdAt(),
                shared.createdBy(),
                shared.updatedAt(),
                shared.updatedBy());
    }
}
