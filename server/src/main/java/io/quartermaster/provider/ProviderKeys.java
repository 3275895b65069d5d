package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.secret.KeyRing;
import io.quartermaster.secret.SecretPlace;
import io.quartermaster.secret.Unsealed;
import io.quartermaster.tenant.Tenant;
import io.quartermaster.tenant.Tenants;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Seals and opens the keys of provider configs, and gathers the facts that decide which key serves. */
final class ProviderKeys {

    private final KeyRing keyRing;
    private final DeploymentKeys deploymentKeys;
    private final Tenants tenants;

    ProviderKeys(KeyRing keyRing, DeploymentKeys deploymentKeys, Tenants tenants) {
        this.keyRing = keyRing;
        this.deploymentKeys = deploymentKeys;
        this.tenants = tenants;
    }

    StoredKey seal(TenantTx tx, ProviderConfigId id, Sensitive key) {
        return new StoredKey(
                keyRing.seal(tx, place(tx.tenant(), id), key), key.lastFour(), keyRing.fingerprint(tx.tenant(), key));
    }

    /** What resolves the credentials of the transaction's tenant; reads its data keys and grants once. */
    Resolver resolver(TenantScope tx) {
        Tenant tenant = tenants.require(tx);
        return new Resolver(tx.tenant(), keyRing.opener(tx), tenant.deploymentKeyFamilies());
    }

    private static SecretPlace place(TenantId tenant, ProviderConfigId id) {
        return new SecretPlace(tenant, "provider_configs", id.value(), "api_key_sealed");
    }

    /** Resolves the credentials of one tenant's provider configs. */
    final class Resolver {

        private final TenantId tenant;
        private final KeyRing.Opener opener;
        private final List<String> grantedFamilies;

        private Resolver(TenantId tenant, KeyRing.Opener opener, List<String> grantedFamilies) {
            this.tenant = tenant;
            this.opener = opener;
            this.grantedFamilies = grantedFamilies;
        }

        CredentialFacts facts(ProviderConfig config) {
            Optional<Unsealed> centralKey =
                    config.key().map(key -> opener.open(place(tenant, config.id()), key.sealed()));
            return new CredentialFacts(
                    config.family().credentialKind(),
                    config.policy(),
                    centralKey,
                    deploymentKey(config.family()),
                    baseUrl(config)
                            .filter(url -> deploymentKeys.isDeploymentUrl(config.family(), url))
                            .isPresent());
        }

        /** What a call would be made with; a config without any address cannot be called at all. */
        ResolvedCredential resolve(ProviderConfig config) {
            return baseUrl(config).isEmpty()
                    ? new ResolvedCredential.Missing(UnusableReason.BASE_URL_REQUIRED)
                    : facts(config).resolve();
        }

        Optional<Sensitive> deploymentKey(ProviderFamily family) {
            return deploymentKeys.find(family, grantedFamilies);
        }

        Optional<URI> baseUrl(ProviderConfig config) {
            return config.baseUrl().or(() -> deploymentKeys.baseUrl(config.family()));
        }

        Optional<URI> deploymentUrl(ProviderFamily family) {
            return deploymentKeys.baseUrl(family);
        }
    }
}
