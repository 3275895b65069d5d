package io.quartermaster.provider;

import java.util.Optional;

/** Which keys a provider config may be called with: legal if at least one is allowed, and a fallback only between both. */
public record CredentialPolicy(boolean centralKeyEnabled, boolean userKeyAllowed, boolean centralKeyFallback) {

    /** The stored key alone, for everybody. */
    static final CredentialPolicy CENTRAL_ONLY = new CredentialPolicy(true, false, false);

    /** Why a policy is illegal; each has its own reason. */
    public enum Mistake {
        NOTHING_ALLOWED(
                "policy_allows_no_key", "Allow the central key, user keys, or both: nobody could call this provider."),
        FALLBACK_WITHOUT_ANY(
                "policy_fallback_without_keys",
                "A fallback leads from user keys to the central key, and this policy allows neither."),
        FALLBACK_WITHOUT_CENTRAL(
                "policy_fallback_without_central", "A fallback to the central key needs central_key_enabled."),
        FALLBACK_WITHOUT_USER(
                "policy_fallback_without_user",
                "A fallback from user keys needs user_key_allowed; without it the central key is used anyway.");

        private final String code;
        private final String advice;

        Mistake(String code, String advice) {
            this.code = code;
            this.advice = advice;
        }

        public String code() {
            return code;
        }

        public String advice() {
            return advice;
        }
    }

    /** What is wrong with this policy, or empty if it is legal. */
    public Optional<Mistake> mistake() {
        if (!centralKeyEnabled && !userKeyAllowed) {
            return Optional.of(centralKeyFallback ? Mistake.FALLBACK_WITHOUT_ANY : Mistake.NOTHING_ALLOWED);
        }
        if (centralKeyFallback && !centralKeyEnabled) {
            return Optional.of(Mistake.FALLBACK_WITHOUT_CENTRAL);
        }
        if (centralKeyFallback && !userKeyAllowed) {
            return Optional.of(Mistake.FALLBACK_WITHOUT_USER);
        }
        return Optional.empty();
    }
}
