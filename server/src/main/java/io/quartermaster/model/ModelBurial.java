package io.quartermaster.model;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.Consequences.AffectedModel;
import io.quartermaster.provider.Consequences.DefaultChange;
import io.quartermaster.provider.ProvidersView;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets models stop being live: first their defaults move on, then they go, and out of the fallbacks of others. */
final class ModelBurial {

    private static final Comparator<ModelConfig> AS_LISTED = Comparator.comparing(
                    (ModelConfig model) -> model.family().word())
            .thenComparing(ModelConfig::model)
            .thenComparing(model -> model.id().value());

    private final ModelConfigStore store;
    private final ModelFallbackStore fallbacks;
    private final Election election;

    ModelBurial(ModelConfigStore store, ModelFallbackStore fallbacks, Election election) {
        this.store = store;
        this.fallbacks = fallbacks;
        this.election = election;
    }

    /** Makes tombstones of all of {@code models}, attributed to the caller. */
    Consequences bury(TenantTx tx, TenantCaller caller, List<ModelConfig> models, ProvidersView providersLeft) {
        List<DefaultChange> changes = leave(tx, caller, models, providersLeft);
        models.forEach(model -> store.bury(tx, model.id(), caller.label()));
        List<AffectedModel> lost = takeOutOfFallbacks(tx, caller, models);
        return new Consequences(models.stream().map(ModelBurial::affected).toList(), changes).withLostFallbacks(lost);
    }

    /** Moves every default off {@code models}. */
    List<DefaultChange> leave(TenantTx tx, TenantCaller caller, List<ModelConfig> models, ProvidersView providersLeft) {
        Map<ModelType, Set<ModelConfigId>> leaving = new EnumMap<>(ModelType.class);
        models.forEach(model ->
                leaving.computeIfAbsent(model.type(), type -> new HashSet<>()).add(model.id()));
        return leaving.entrySet().stream()
                .map(entry -> election.leave(tx, entry.getKey(), entry.getValue(), providersLeft, caller.label()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The models that go keep their own fallbacks: nothing leads to them any more, so that restoring them closes no circle. */
    private List<AffectedModel> takeOutOfFallbacks(TenantTx tx, TenantCaller caller, List<ModelConfig> models) {
        Set<ModelConfigId> gone = models.stream().map(ModelConfig::id).collect(Collectors.toSet());
        List<ModelConfig> losing = fallbacks.forget(tx, gone).stream()
                .map(id -> store.find(tx, id))
                .flatMap(Optional::stream)
                .filter(model -> model.deletedAt().isEmpty())
                .sorted(AS_LISTED)
                .toList();
        if (!losing.isEmpty()) {
            store.touch(tx, losing.stream().map(ModelConfig::id).toList(), caller.label());
        }
        return losing.stream().map(ModelBurial::affected).toList();
    }

    private static AffectedModel affected(ModelConfig model) {
        return new AffectedModel(model.id().value(), model.family().word(), model.model(), model.alias());
    }
}
