package io.quartermaster.provider;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** A shared provider never uses a deployment key, which is granted by itself. */
    static void requireSharedKey(SharedProvider shared) {
        if (shared.key().isEmpty() && shared.family().credentialKind() == ProviderFamily.CredentialKind.REQUIRED) {
            String advice = "A shared provider of the family " + shared.family().word() + " needs a key: give api_key.";
            throw new Problem(MISSING_API_KEY, advice, new FieldError("api_key", "missing_api_key", advice));
        }
    }

    /** A stored key goes only where it was meant for: another scheme, host or port needs it again. */
    static void requireNewKeyIfMoved(boolean moved, boolean keepsKey) {
        if (moved && keepsKey) {
            String advice = "The base URL points elsewhere: send api_key again with it, or clear it.";
            throw new Problem(
                    KEY_MUST_BE_SENT_AGAIN, advice, new FieldError("api_key", "key_must_be_sent_again", advice));
        }
    }

    /** What a granted config is called with is the operator's; everything else is the tenant's. */
    static void requireChangeable(ProviderRow before, ProviderDraft.Changes changes) {
        if (before.shared().isEmpty()) {
            return;
        }
        CredentialPolicy policy = before.config().policy();
        Map<String, Boolean> refused = new LinkedHashMap<>();
        refused.put("base_url", changes.baseUrl().given().isPresent());
        refused.put("api_key", changes.credential().apiKey().given().isPresent());
        refused.put("credential", changes.credential().structured().given().isPresent());
        refused.put(
                "settings",
                changes.settings().given().filter(given -> !given.isEmpty()).isPresent());
        refused.put("central_key_enabled", !changes.policy(policy).equals(policy));
        refused.forEach((field, isRefused) -> {
            if (isRefused) {
                String advice =
                        "This provider config is a grant of the deployment: its name, priority and enabled can be"
                                + " changed here, the rest is the operator's.";
                throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError(field, "shared", advice));
            }
        });
    }

    static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
