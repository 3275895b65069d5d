package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.ProviderFamily.CredentialKind;
import java.util.Optional;

/**
 * All that decides which credential a call is made with.
 *
 * @param userKey the calling user's own key, if the call is a user's and the user has one
 * @param centralKey the stored key: the config's own, or the shared provider's that it was granted
 * @param shared whether the config is a grant of a shared provider
 * @param deploymentKey the family's deployment key, if there is one and the tenant was granted it
 * @param granted whether the operator granted the tenant what the deployment has at the family
 * @param atDeploymentUrl whether calls go to the family's default address or the operator's, and nowhere a tenant chose
 */
public record CredentialFacts(
        CredentialKind kind,
        CredentialPolicy policy,
        Optional<HeldCredential> userKey,
        Optional<HeldCredential> centralKey,
        boolean shared,
        Optional<Sensitive> deploymentKey,
        boolean granted,
        boolean atDeploymentUrl) {

    /** The one resolver: total and pure. The API, elections and the gateway all ask it. */
    public ResolvedCredential resolve() {
        if (policy.userKeyAllowed() && userKey.isPresent()) {
            return userKey.get().as(CredentialSource.USER);
        }
        if (!policy.centralKeyEnabled() || (policy.userKeyAllowed() && !policy.centralKeyFallback())) {
            return new ResolvedCredential.Missing(UnusableReason.USER_API_KEY_REQUIRED);
        }
        return switch (central()) {
            case ResolvedCredential.Found found -> found;
            case ResolvedCredential.Missing(UnusableReason reason) ->
                new ResolvedCredential.Missing(
                        policy.userKeyAllowed() && reason == UnusableReason.MISSING_API_KEY
                                ? UnusableReason.USER_API_KEY_REQUIRED
                                : reason);
        };
    }

    /** The same facts for a call of a user who has this key, or none. */
    CredentialFacts withUserKey(Optional<HeldCredential> key) {
        return new CredentialFacts(kind, policy, key, centralKey, shared, deploymentKey, granted, atDeploymentUrl);
    }

    /**
     * What serves when no user key does: the stored key, else the deployment's, else this server's own identity at the cloud
     * where the operator lets the tenant have it, else none where none is needed.
     */
    ResolvedCredential central() {
        if (centralKey.isPresent()) {
            return centralKey.get().as(shared ? CredentialSource.SHARED : CredentialSource.CENTRAL);
        }
        if (!shared && atDeploymentUrl && deploymentKey.isPresent()) {
            return new ResolvedCredential.Found(CredentialSource.DEPLOYMENT, deploymentKey.map(Credential::apiKey));
        }
        return switch (kind) {
            case REQUIRED -> new ResolvedCredential.Missing(UnusableReason.MISSING_API_KEY);
            case OPTIONAL -> new ResolvedCredential.Found(CredentialSource.NONE, Optional.empty());
            case AMBIENT ->
                atDeploymentUrl && (shared || granted)
                        ? new ResolvedCredential.Found(CredentialSource.AMBIENT, Optional.empty())
                        : new ResolvedCredential.Missing(UnusableReason.MISSING_API_KEY);
        };
    }
}
