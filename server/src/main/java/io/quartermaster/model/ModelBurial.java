package io.quartermaster.model;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.Consequences.AffectedModel;
import io.quartermaster.provider.Consequences.DefaultChange;
import io.quartermaster.provider.ProvidersView;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets models stop being live: first their defaults move on, then they go. */
final class ModelBurial {

    private final ModelConfigStore store;
    private final Election election;

    ModelBurial(ModelConfigStore store, Election election) {
        this.store = store;
        this.election = election;
    }

    /** Makes tombstones of all of {@code models}, attributed to the caller. */
    Consequences bury(TenantTx tx, TenantCaller caller, List<ModelConfig> models, ProvidersView providersLeft) {
        List<DefaultChange> changes = leave(tx, caller, models, providersLeft);
        models.forEach(model -> store.bury(tx, model.id(), caller.label()));
        return new Consequences(models.stream().map(ModelBurial::affected).toList(), changes);
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

    private static AffectedModel affected(ModelConfig model) {
        return new AffectedModel(model.id().value(), model.family().word(), model.model(), model.alias());
    }
}
