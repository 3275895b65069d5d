package io.quartermaster.model;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Of the models that a provider says it has, those that the tenant could configure. */
public final class UpstreamOffers {

    private final Database database;
    private final Authorizer authorizer;
    private final ShippedCatalogue shipped;
    private final CatalogueModelStore catalogue = new CatalogueModelStore();
    private final ModelConfigStore models = new ModelConfigStore(new ModelFallbackStore());

    public UpstreamOffers(Database database, Authorizer authorizer, ShippedCatalogue shipped) {
        this.database = database;
        this.authorizer = authorizer;
        this.shipped = shipped;
    }

    /**
     * A model that is not configured yet.
     *
     * @param modelType as the catalogue has it; empty when nobody knows the model
     */
    public record Offered(
            ProviderFamily family, String model, Optional<ModelType> modelType, Optional<String> displayName) {}

    /** In the given order, without those that are bound to the provider config, or unbound and of its family. */
    public List<Offered> of(
            TenantCaller caller, ProviderFamily family, ProviderConfigId provider, Collection<String> names) {
        authorizer.require(caller, Permission.READ_MODELS);
        if (names.isEmpty()) {
            return List.of();
        }
        return database.readTenant(caller.tenant(), tx -> {
            Set<String> configured = models.configuredNames(tx, family, provider);
            Map<CatalogueKey, CatalogueModel> known = new HashMap<>();
            catalogue
                    .list(new DeploymentTx(tx.sql()))
                    .forEach(row -> known.put(row.model().key(), row.model()));
            return names.stream()
                    .filter(name -> !configured.contains(name))
                    .map(name -> offered(new CatalogueKey(family, name), known))
                    .toList();
        });
    }

    private Offered offered(CatalogueKey key, Map<CatalogueKey, CatalogueModel> known) {
        Optional<CatalogueModel> model = Optional.ofNullable(known.get(key)).or(() -> shipped.find(key));
        return new Offered(
                key.family(),
                key.name(),
                model.map(CatalogueModel::modelType),
                model.flatMap(CatalogueModel::displayName));
    }
}
