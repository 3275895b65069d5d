package io.quartermaster.provider;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.net.URI;
import java.util.Optional;

/** What a provider config must be to be saved; each rule ends the request with its own reason. */
final class ProviderRules {

    static final ProblemType ILLEGAL_POLICY =
            new ProblemType("illegal_policy", 422, "The credential policy is not legal");
    static final ProblemType MISSING_API_KEY = new ProblemType("missing_api_key", 422, "A key is missing");
    static final ProblemType BASE_URL_REQUIRED = new ProblemType("base_url_required", 422, "A base URL is missing");
    static final ProblemType KEY_MUST_BE_SENT_AGAIN =
            new ProblemType("key_must_be_sent_again", 422, "The key must be sent again");

    private ProviderRules() {}

    static void requireLegal(CredentialPolicy policy) {
        policy.mistake().ifPresent(mistake -> {
            throw new Problem(
                    ILLEGAL_POLICY,
                    mistake.advice(),
                    new FieldError("central_key_enabled", mistake.code(), mistake.advice()));
        });
    }

    static void requireAddress(ProviderFamily family, Optional<URI> effective) {
        if (effective.isEmpty()) {
            String advice = "The family " + family.word() + " has no address of its own; give base_url.";
            throw new Problem(BASE_URL_REQUIRED, advice, new FieldError("base_url", "required", advice));
        }
    }

    /** A key that is stored and cannot be read is no reason to refuse other changes; one that is missing is. */
    static void requireCentralKey(CredentialPolicy policy, CredentialFacts facts) {
        if (policy.centralKeyEnabled()
                && facts.central() instanceof ResolvedCredential.Missing(UnusableReason reason)
                && reason == UnusableReason.MISSING_API_KEY) {
            String advice = facts.atDeploymentUrl()
                    ? "central_key_enabled needs a key: give api_key, or have the operator grant the deployment's."
                    : "central_key_enabled needs a key of its own at this base_url: give api_key.";
            throw new Problem(MISSING_API_KEY, advice, new FieldError("api_key", "missing_api_key", advice));
        }
    }

    /** A stored key goes only where it was meant for: another scheme, host or port needs it again. */
    static void requireSameOriginOrNewKey(Optional<URI> before, Optional<URI> after, boolean keepsKey) {
        if (keepsKey && !before.map(ProviderRules::origin).equals(after.map(ProviderRules::origin))) {
            String advice = "The base URL points elsewhere: send api_key again with it, or clear it.";
            throw new Problem(
                    KEY_MUST_BE_SENT_AGAIN, advice, new FieldError("api_key", "key_must_be_sent_again", advice));
        }
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
