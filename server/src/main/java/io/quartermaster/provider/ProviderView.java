package io.quartermaster.provider;

import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway knows of a provider config, or of the deployment key of a family (then {@code id} is empty).
 * {@code baseUrl} has no trailing slash and, for OpenAI-protocol families, ends where {@code /chat/completions} is added.
 */
public record ProviderView(
        Optional<ProviderConfigId> id,
        ProviderFamily family,
        String name,
        URI baseUrl,
        JsonNode settings,
        boolean enabled,
        CredentialFacts facts) {

    /** The same provider for a call of a person who has this key. */
    ProviderView withUserKey(HeldCredential key) {
        return new ProviderView(id, family, name, baseUrl, settings, enabled, facts.withUserKey(Optional.of(key)));
    }

    /** What a call is made with, by the one resolver. */
    public ResolvedCredential credential() {
        return facts.resolve();
    }
}
