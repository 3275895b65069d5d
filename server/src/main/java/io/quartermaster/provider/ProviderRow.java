package io.quartermaster.provider;

import io.quartermaster.secret.WrappedDataKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A provider config with all that decides how it is called, read by one statement.
 *
 * @param grantedFamilies the families whose deployment key its tenant may use
 * @param dataKey what opens the credential that it is called with: the tenant's data key, or the deployment's of a grant
 */
record ProviderRow(
        ProviderConfig config,
        Optional<SharedProvider> shared,
        List<String> grantedFamilies,
        Optional<WrappedDataKey> dataKey) {

    ProviderRow {
        grantedFamilies = List.copyOf(grantedFamilies);
    }

    Optional<StoredKey> key() {
        return shared.isPresent() ? shared.get().key() : config.key();
    }

    Optional<URI> ownBaseUrl() {
        return shared.isPresent() ? shared.get().baseUrl() : config.baseUrl();
    }

    JsonNode settings() {
        return shared.isPresent() ? shared.get().settings() : config.settings();
    }

    boolean enabled() {
        return config.enabled() && shared.map(SharedProvider::enabled).orElse(true);
    }
}
