package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.secret.KeyRing;
import io.quartermaster.secret.SealedSecret;
import io.quartermaster.secret.SecretPlace;
import io.quartermaster.secret.Unsealed;
import io.quartermaster.secret.WrappedDataKey;
import java.net.URI;
import java.util.Optional;

/** Seals and opens the credentials of providers, and gathers the facts that decide which one serves. */
final class ProviderKeys {

    private static final String COLUMN = "api_key_sealed";

    private final KeyRing keyRing;
    private final DeploymentKeys deploymentKeys;

    ProviderKeys(KeyRing keyRing, DeploymentKeys deploymentKeys) {
        this.keyRing = keyRing;
        this.deploymentKeys = deploymentKeys;
    }

    StoredKey seal(TenantTx tx, ProviderConfigId id, GivenCredential given) {
        return stored(
                given,
                keyRing.seal(tx, place(tx.tenant(), id), given.credential().secret()),
                keyRing.fingerprint(tx.tenant(), given.credential().secret()));
    }

    StoredKey seal(DeploymentChangeTx tx, SharedProviderId id, GivenCredential given) {
        return stored(
                given,
                keyRing.seal(tx, place(id), given.credential().secret()),
                keyRing.fingerprint(given.credential().secret()));
    }

    StoredKey seal(TenantTx tx, UserId user, ProviderConfigId provider, Sensitive key) {
        return stored(
                new GivenCredential(Credential.apiKey(key), key.lastFour()),
                keyRing.seal(tx, place(tx.tenant(), user, provider), key),
                keyRing.fingerprint(tx.tenant(), key));
    }

    /** The facts of a config for a call that no user makes. */
    CredentialFacts facts(TenantId tenant, ProviderRow row) {
        ProviderConfig config = row.config();
        SecretPlace place =
                config.sharedProviderId().map(ProviderKeys::place).orElseGet(() -> place(tenant, config.id()));
        return new CredentialFacts(
                config.family().credentialKind(),
                config.policy(),
                Optional.empty(),
                row.key().map(key -> open(row.dataKey(), place, key)),
                row.shared().isPresent(),
                deploymentKeys.find(config.family(), row.grantedFamilies()),
                row.grantedFamilies().contains(config.family().word()),
                row.shared().isPresent()
                        || baseUrl(row).equals(deploymentKeys.baseUrl(config.family(), row.settings())));
    }

    /** What a call would be made with; a config without any address cannot be called at all. */
    ResolvedCredential resolve(TenantId tenant, ProviderRow row) {
        return resolve(tenant, row, Optional.empty());
    }

    Optional<URI> baseUrl(ProviderRow row) {
        return row.ownBaseUrl().or(() -> deploymentKeys.baseUrl(row.config().family(), row.settings()));
    }

    /** As above, for a call of a person who has this key for the config, or none. */
    ResolvedCredential resolve(TenantId tenant, ProviderRow row, Optional<HeldCredential> userKey) {
        return baseUrl(row).isEmpty()
                ? new ResolvedCredential.Missing(UnusableReason.BASE_URL_REQUIRED)
                : facts(tenant, row).withUserKey(userKey).resolve();
    }

    HeldCredential open(TenantId tenant, UserKeyRow row) {
        UserKey key = row.key();
        return open(row.dataKey(), place(tenant, key.user(), key.provider()), key.key());
    }

    private HeldCredential open(Optional<WrappedDataKey> dataKey, SecretPlace place, StoredKey key) {
        return new HeldCredential(
                key.form(),
                dataKey.map(wrapped -> keyRing.open(wrapped, place, key.sealed()))
                        .orElseGet(Unsealed.Closed::new));
    }

    private static StoredKey stored(GivenCredential given, SealedSecret sealed, String fingerprint) {
        return new StoredKey(given.credential().form(), sealed, given.lastFour(), fingerprint);
    }

    static SecretPlace place(TenantId tenant, ProviderConfigId id) {
        return new SecretPlace(tenant, "provider_configs", id.value(), COLUMN);
    }

    /** A key opens for this person at this provider config and nowhere else. */
    static SecretPlace place(TenantId tenant, UserId user, ProviderConfigId provider) {
        return new SecretPlace(tenant, "user_keys", user.value(), COLUMN + "|" + provider);
    }

    static SecretPlace place(SharedProviderId id) {
        return SecretPlace.ofDeployment("shared_providers", id.value(), COLUMN);
    }
}
