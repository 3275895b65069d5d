package io.quartermaster.model;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UnusableReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a caller may use: the families with their usable models, and of the others what a person could do about them. */
public final class AvailableModels {

    private static final PageRequest MOST = new PageRequest(PageRequest.GREATEST_LIMIT, Optional.empty());

    private final Database database;
    private final Authorizer authorizer;
    private final ProviderConfigs providers;
    private final ModelConfigStore store = new ModelConfigStore(new ModelFallbackStore());

    public AvailableModels(Database database, Authorizer authorizer, ProviderConfigs providers) {
        this.database = database;
        this.authorizer = authorizer;
        this.providers = providers;
    }

    /** The families in their fixed order; {@code complete} unless there are more models than one answer holds. */
    record Available(List<AvailableFamily> data, boolean complete) {}

    /** Those who manage models see every family, the others those that they can use or could key themselves. */
    Available list(TenantCaller caller) {
        authorizer.require(caller, Permission.READ_USABLE_MODELS);
        boolean manages = authorizer.allows(caller, Permission.READ_MODELS);
        return database.readTenant(caller.tenant(), tx -> {
            ProvidersView view = providers.load(tx, caller);
            ModelFilter all = new ModelFilter(Optional.empty(), Optional.empty(), Optional.empty(), false);
            List<ModelFacts> usable = store.list(tx, MOST, all, Optional.of(UsableProviders.of(view)));
            List<ModelFacts> shown = usable.stream().limit(MOST.limit()).toList();
            List<AvailableFamily> families = Arrays.stream(ProviderFamily.values())
                    .map(family -> of(family, shown, view))
                    .filter(family -> manages || family.usable() || isForUsersToMend(family))
                    .toList();
            return new Available(families, usable.size() == shown.size());
        });
    }

    private static AvailableFamily of(ProviderFamily family, List<ModelFacts> usable, ProvidersView view) {
        List<ShownModel> models = usable.stream()
                .filter(facts -> facts.config().family() == family)
                .map(facts -> ShownModel.toUsers(facts, view))
                .toList();
        return models.isEmpty()
                ? AvailableFamily.without(
                        family, ModelRouting.of(family, Optional.empty(), view).unusableReason())
                : AvailableFamily.with(family, models);
    }

    private static boolean isForUsersToMend(AvailableFamily family) {
        return family.reason()
                .filter(UnusableReason.USER_API_KEY_REQUIRED.word()::equals)
                .isPresent();
    }
}
