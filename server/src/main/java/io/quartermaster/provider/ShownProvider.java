package io.quartermaster.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A provider config as the API and the audit trail show it: of its key, the last four and a fingerprint. */
public record ShownProvider(
        ProviderConfigId id,
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        Optional<SharedProviderId> sharedProviderId,
        boolean enabled,
        int priority,
        boolean centralKeyEnabled,
        boolean userKeyAllowed,
        boolean centralKeyFallback,
        boolean hasStoredKey,
        boolean hasEffectiveKey,
        CredentialSource credentialSource,
        Optional<UnusableReason> unusableReason,
        Optional<CredentialForm> credentialKind,
        Optional<String> keyLastFour,
        Optional<String> keyFingerprint,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    /** Of a shared key nothing is shown: the config has none of its own. */
    static ShownProvider of(ProviderRow row, ResolvedCredential credential) {
        ProviderConfig config = row.config();
        Optional<UnusableReason> missing = credential instanceof ResolvedCredential.Missing(UnusableReason reason)
                ? Optional.of(reason)
                : Optional.empty();
        CredentialSource source =
                credential instanceof ResolvedCredential.Found found ? found.source() : CredentialSource.NONE;
        boolean hasKey = credential instanceof ResolvedCredential.Found found
                && found.credential().isPresent();
        return new ShownProvider(
                config.id(),
                config.family(),
                config.name(),
                config.baseUrl(),
                config.settings(),
                config.sharedProviderId(),
                config.enabled(),
                config.priority(),
                config.policy().centralKeyEnabled(),
                config.policy().userKeyAllowed(),
                config.policy().centralKeyFallback(),
                config.key().isPresent(),
                hasKey,
                source,
                row.enabled() ? missing : Optional.of(UnusableReason.PROVIDER_DISABLED),
                config.key().map(StoredKey::form),
                config.key().map(StoredKey::lastFour),
                config.key().map(StoredKey::fingerprint),
                config.version(),
                config.createdAt(),
                config.createdBy(),
                config.updatedAt(),
                config.updatedBy());
    }
}
