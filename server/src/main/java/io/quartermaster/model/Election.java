package io.quartermaster.model;

import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.Consequences.DefaultChange;
import io.quartermaster.provider.ProvidersView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How the system chooses a default: a usable model before one that is merely live; then by family, name, newest change and
 * id. The choice is kept until its model goes, so that an unrelated change never moves a default.
 */
final class Election {

    private final ModelConfigStore models;
    private final DefaultModelStore defaults;

    Election(ModelConfigStore models, DefaultModelStore defaults) {
        this.models = models;
        this.defaults = defaults;
    }

    /** Elects for a type that has no default; a type that has one, or is pinned to none, stays as it is. */
    void fill(TenantTx tx, ModelType type, ProvidersView providers, String by) {
        if (defaults.find(tx, type).isEmpty()) {
            elect(tx, type, Set.of(), providers, by);
        }
    }

    /**
     * Moves the type's default off models that are about to stop being live, before they do: the foreign key would refuse
     * it afterwards.
     *
     * @return the change, or empty when the default is none of them
     */
    Optional<DefaultChange> leave(
            TenantTx tx, ModelType type, Set<ModelConfigId> leaving, ProvidersView providers, String by) {
        Optional<ModelConfigId> before =
                defaults.find(tx, type).flatMap(DefaultModel::modelConfigId).filter(leaving::contains);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<ModelConfigId> next = elect(tx, type, leaving, providers, by);
        Optional<UUID> to = next.map(ModelConfigId::value);
        return Optional.of(new DefaultChange(
                type.word(), before.map(ModelConfigId::value), to, to.isPresent() ? "elected" : "unset"));
    }

    /** Elects among the live models of the type except {@code leaving}; none left unsets the type. */
    Optional<ModelConfigId> elect(
            TenantTx tx, ModelType type, Set<ModelConfigId> leaving, ProvidersView providers, String by) {
        List<ModelConfig> candidates = models.listLive(tx, type).stream()
                .filter(model -> !leaving.contains(model.id()))
                .toList();
        Optional<ModelConfig> chosen = candidates.stream()
                .filter(model -> ModelRouting.of(model.family(), model.providerId(), providers)
                        .unusableReason()
                        .isEmpty())
                .findFirst()
                .or(() -> candidates.stream().findFirst());
        chosen.ifPresentOrElse(
                model -> defaults.put(tx, type, Optional.of(model.id()), DefaultModel.Source.ELECTED, by),
                () -> defaults.delete(tx, type));
        return chosen.map(ModelConfig::id);
    }
}
