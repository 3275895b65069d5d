package io.quartermaster.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A provider config that takes user keys, as one person sees it.
 *
 * @param centralFallback whether calls without a key of one's own are served too, now
 * @param credentialSource what this person's calls are made with; {@code none} beside a reason when none can be made
 * @param version of the person's key; empty without one
 */
record ShownUserKey(
        ProviderConfigId providerId,
        ProviderFamily family,
        String name,
        boolean hasUserKey,
        Optional<String> keyLastFour,
        Optional<String> keyFingerprint,
        boolean centralFallback,
        CredentialSource credentialSource,
        Optional<UnusableReason> unusableReason,
        Optional<Long> version,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt) {

    static ShownUserKey of(
            ProviderRow provider, Optional<UserKey> own, ResolvedCredential with, ResolvedCredential without) {
        return new ShownUserKey(
                provider.config().id(),
                provider.config().family(),
                provider.config().name(),
                own.isPresent(),
                own.map(key -> key.key().lastFour()),
                own.map(key -> key.key().fingerprint()),
                without instanceof ResolvedCredential.Found,
                with instanceof ResolvedCredential.Found found ? found.source() : CredentialSource.NONE,
                with instanceof ResolvedCredential.Missing(UnusableReason reason)
                        ? Optional.of(reason)
                        : Optional.empty(),
                own.map(UserKey::version),
                own.map(UserKey::createdAt),
                own.map(UserKey::updatedAt));
    }

    /** As the audit trail shows it, which is not the person's alone: that there is a key, and its fingerprint. */
    record Audited(ProviderConfigId providerId, String userId, String keyFingerprint) {
        static Audited of(UserKey key) {
            return new Audited(key.provider(), key.user().toString(), key.key().fingerprint());
        }
    }

    /** What those who manage providers see of a person's key: that it exists. */
    record Holder(String userId, Instant createdAt, Instant updatedAt) {
        static Holder of(UserKey key) {
            return new Holder(key.user().toString(), key.createdAt(), key.updatedAt());
        }
    }
}
