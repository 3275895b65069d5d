package io.quartermaster.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A provider config as the API and the audit trail show it: of its key, the last four and a fingerprint. */
public record ShownProvider(
        ProviderConfigId id,
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        Optional<UUID> sharedProviderId,
        boolean enabled,
        int priority,
        boolean centralKeyEnabled,
        boolean userKeyAllowed,
        boolean centralKeyFallback,
        boolean hasStoredKey,
        boolean hasEffectiveKey,
        CredentialSource credentialSource,
        Optional<UnusableReason> unusableReason,
        Optional<String> keyLastFour,
        Optional<String> keyFingerprint,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    static ShownProvider of(ProviderConfig config, ResolvedCredential credential) {
        Optional<UnusableReason> missing = credential instanceof ResolvedCredential.Missing(UnusableReason reason)
                ? Optional.of(reason)
                : Optional.empty();
        CredentialSource source =
                credential instanceof ResolvedCredential.Found found ? found.source() : CredentialSource.NONE;
        boolean hasKey = credential instanceof ResolvedCredential.Found found
                && found.key().isPresent();
        return new ShownProvider(
                config.id(),
                config.family(),
                config.name(),
                config.baseUrl(),
                Optional.empty(),
                config.enabled(),
                config.priority(),
                config.policy().centralKeyEnabled(),
                config.policy().userKeyAllowed(),
                config.policy().centralKeyFallback(),
                config.key().isPresent(),
                hasKey,
                source,
                config.enabled() ? missing : Optional.of(UnusableReason.PROVIDER_DISABLED),
                config.key().map(StoredKey::lastFour),
                config.key().map(StoredKey::fingerprint),
                config.version(),
                config.createdAt(),
                config.createdBy(),
                config.updatedAt(),
                config.updatedBy());
    }
}
