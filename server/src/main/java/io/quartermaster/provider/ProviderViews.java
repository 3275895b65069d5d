package io.quartermaster.provider;

import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.json.Json;
import io.quartermaster.tenant.Tenants;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the view that routing has of a tenant's providers. */
final class ProviderViews {

    private final ProviderKeys keys;
    private final DeploymentKeys deploymentKeys;
    private final Tenants tenants;
    private final ProviderConfigStore store = new ProviderConfigStore();

    ProviderViews(ProviderKeys keys, DeploymentKeys deploymentKeys, Tenants tenants) {
        this.keys = keys;
        this.deploymentKeys = deploymentKeys;
        this.tenants = tenants;
    }

    /** The configs by precedence, and after them the deployment keys that the tenant was granted. */
    ProvidersView load(TenantScope tx) {
        List<ProviderView> views = new ArrayList<>();
        for (ProviderRow row : store.listByPrecedence(tx)) {
            view(tx, row).ifPresent(views::add);
        }
        List<String> granted = tenants.require(tx).deploymentKeyFamilies();
        for (ProviderFamily family : ProviderFamily.values()) {
            deployment(family, granted).forEach(views::add);
        }
        return new ProvidersView(views);
    }

    /** One config; empty when it has no address to be called at. */
    Optional<ProviderView> view(TenantScope tx, ProviderRow row) {
        return keys.baseUrl(row)
                .map(url -> new ProviderView(
                        Optional.of(row.config().id()),
                        row.config().family(),
                        row.config().name(),
                        url,
                        row.settings(),
                        row.enabled(),
                        keys.facts(tx.tenant(), row)));
    }

    private Stream<ProviderView> deployment(ProviderFamily family, List<String> granted) {
        Optional<URI> url = deploymentKeys.baseUrl(family);
        return deploymentKeys.find(family, granted).stream()
                .flatMap(key -> url.stream()
                        .map(address -> new ProviderView(
                                Optional.empty(),
                                family,
                                "deployment",
                                address,
                                Json.tree("{}"),
                                true,
                                new CredentialFacts(
                                        family.credentialKind(),
                                        CredentialPolicy.CENTRAL_ONLY,
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        Optional.of(key),
                                        true,
                                        true))));
    }
}
