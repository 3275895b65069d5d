package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.http.Change;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a new provider config is to be, parsed but not yet checked against its tenant. */
record ProviderDraft(
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        Optional<GivenCredential> credential,
        CredentialPolicy policy,
        boolean enabled,
        int priority) {

    static final int DEFAULT_PRIORITY = 100;

    /** What a PATCH says of a provider config; the family is not among it, for it never changes. */
    record Changes(
            Change<String> name,
            Change<URI> baseUrl,
            Change<JsonNode> settings,
            CredentialChange credential,
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

    /** What a PATCH says of the stored credential, of which {@code api_key} and {@code credential} are two spellings. */
    record CredentialChange(Change<Sensitive> apiKey, Change<JsonNode> structured) {

        /** What is to be stored; one of the two that is given wins over a {@code null} of the other. */
        Change<GivenCredential> of(ProviderFamily family) {
            Optional<GivenCredential> given = CredentialInput.read(family, apiKey.given(), structured.given());
            if (given.isPresent()) {
                return Change.set(given.get());
            }
            return mentioned() ? Change.clear() : Change.keep();
        }

        boolean mentioned() {
            return apiKey.mentioned() || structured.mentioned();
        }
    }
}
