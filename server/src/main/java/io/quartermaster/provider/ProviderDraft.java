package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.Change;
import java.net.URI;
import java.util.Optional;

/** What a new provider config is to be, parsed but not yet checked against its tenant. */
record ProviderDraft(
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        Optional<Sensitive> apiKey,
        CredentialPolicy policy,
        boolean enabled,
        int priority) {

    static final int DEFAULT_PRIORITY = 100;

    /** What a PATCH says of a provider config; the family is not among it, for it never changes. */
    record Changes(
            Change<String> name,
            Change<URI> baseUrl,
            Change<Sensitive> apiKey,
            Change<Boolean> enabled,
            Change<Integer> priority,
            Change<Boolean> centralKeyEnabled,
            Change<Boolean> userKeyAllowed,
            Change<Boolean> centralKeyFallback) {

        CredentialPolicy policy(CredentialPolicy before) {
            return new CredentialPolicy(
                    centralKeyEnabled.or(before.centralKeyEnabled()),
                    userKeyAllowed.or(before.userKeyAllowed()),
                    centralKeyFallback.or(before.centralKeyFallback()));
        }
    }
}
