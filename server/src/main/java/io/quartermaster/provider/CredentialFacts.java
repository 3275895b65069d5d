package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.ProviderFamily.CredentialKind;
import io.quartermaster.secret.Unsealed;
import java.util.Optional;

/**
 * All that decides which key a call is made with.
 *
 * @param centralKey the config's own stored key, if it has one
 * @param deploymentKey the family's deployment key, if there is one and the tenant was granted it
 * @param atDeploymentUrl whether calls go to the family's default address or the operator's, and nowhere a tenant chose
 */
public record CredentialFacts(
        CredentialKind kind,
        CredentialPolicy policy,
        Optional<Unsealed> centralKey,
        Optional<Sensitive> deploymentKey,
        boolean atDeploymentUrl) {

    /** The one resolver: total and pure. The API, elections and the gateway all ask it. */
    public ResolvedCredential resolve() {
        if (!policy.centralKeyEnabled()) {
            return new ResolvedCredential.Missing(UnusableReason.USER_API_KEY_REQUIRED);
        }
        if (policy.userKeyAllowed() && !policy.centralKeyFallback()) {
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

    /** What serves when no user key does: the stored key, else the deployment's, else none where none is needed. */
    ResolvedCredential central() {
        if (centralKey.isPresent()) {
            return switch (centralKey.get()) {
                case Unsealed.Opened(Sensitive key) ->
                    new ResolvedCredential.Found(CredentialSource.CENTRAL, Optional.of(key));
                case Unsealed.Closed() -> new ResolvedCredential.Missing(UnusableReason.CREDENTIAL_UNREADABLE);
            };
        }
        if (atDeploymentUrl && deploymentKey.isPresent()) {
            return new ResolvedCredential.Found(CredentialSource.DEPLOYMENT, deploymentKey);
        }
        return switch (kind) {
            case REQUIRED -> new ResolvedCredential.Missing(UnusableReason.MISSING_API_KEY);
            case OPTIONAL -> new ResolvedCredential.Found(CredentialSource.NONE, Optional.empty());
            case AMBIENT ->
                atDeploymentUrl
                        ? new ResolvedCredential.Found(CredentialSource.AMBIENT, Optional.empty())
                        : new ResolvedCredential.Missing(UnusableReason.MISSING_API_KEY);
        };
    }
}
