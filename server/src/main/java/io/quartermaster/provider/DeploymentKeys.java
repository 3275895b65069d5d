package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.DeploymentProviders;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The operator's own keys and addresses by family, from the settings. */
public final class DeploymentKeys {

    private final DeploymentProviders settings;

    public DeploymentKeys(DeploymentProviders settings) {
        this.settings = settings;
    }

    public boolean exists(ProviderFamily family) {
        return settings.keys().containsKey(family.word());
    }

    /** The key, if the tenant was granted the family. */
    Optional<Sensitive> find(ProviderFamily family, Collection<String> grantedFamilies) {
        return grantedFamilies.contains(family.word())
                ? Optional.ofNullable(settings.keys().get(family.word()))
                : Optional.empty();
    }

    /** As below, for a config with these settings: clouds have an address for each region. */
    Optional<URI> baseUrl(ProviderFamily family, JsonNode settings) {
        return Optional.ofNullable(this.settings.urls().get(family.word())).or(() -> family.defaultBaseUrl(settings));
    }

    /** The operator's address for the family, else the family's own; empty when each config must say it. */
    public Optional<URI> baseUrl(ProviderFamily family) {
        return Optional.ofNullable(settings.urls().get(family.word())).or(family::defaultBaseUrl);
    }
}
