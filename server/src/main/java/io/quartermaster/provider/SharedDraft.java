package io.quartermaster.provider;

import io.quartermaster.platform.http.Change;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a new shared provider is to be. */
record SharedDraft(
        ProviderFamily family,
        String name,
        Optional<URI> baseUrl,
        JsonNode settings,
        Optional<GivenCredential> credential,
        boolean enabled) {

    /** What a PATCH says of one; its family never changes. */
    record Changes(
            Change<String> name,
            Change<URI> baseUrl,
            Change<JsonNode> settings,
            ProviderDraft.CredentialChange credential,
            Change<Boolean> enabled) {}
}
