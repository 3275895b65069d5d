package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.DeploymentProviders;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;

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

    /** The operator's address for the family, else the family's own; empty when each config must say it. */
    public Optional<URI> baseUrl(ProviderFamily family) {
        return Optional.ofNullable(settings.urls().get(family.word())).or(family::defaultBaseUrl);
    }

    /** Whether calls to {@code baseUrl} go where the operator or the family says, so that a deployment key may go along. */
    boolean isDeploymentUrl(ProviderFamily family, URI baseUrl) {
        return baseUrl(family).filter(baseUrl::equals).isPresent();
    }
}
