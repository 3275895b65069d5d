package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelsView;
import io.quartermaster.provider.ProvidersView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every name by which a call can mean a model, worked out once per snapshot, so that a call looks up one. Immutable. */
public final class RoutingTable {

    /** Usable ones first: a model that nobody can call must not stand before one of the same name that answers. */
    private static final Comparator<ModelRoute> BY_PRECEDENCE = Comparator.comparing(
                    (ModelRoute route) -> route.unusable().isPresent())
            .thenComparingInt(ModelRoute::precedence)
            .thenComparing(route -> route.model().createdAt())
            .thenComparing(route -> route.model().id().value());

    private final List<ModelRoute> routes;
    private final Map<ModelConfigId, ModelRoute> byId = new HashMap<>();
    private final Map<ModelType, Map<String, List<ModelRoute>>> byName = new EnumMap<>(ModelType.class);
    private final Map<ModelType, Optional<ModelConfigId>> defaults;
    private final Map<ModelConfigId, List<Step>> plans = new HashMap<>();

    private RoutingTable(List<ModelRoute> routes, Map<ModelType, Optional<ModelConfigId>> defaults) {
        this.routes = List.copyOf(routes);
        this.defaults = defaults;
        for (ModelRoute route : routes) {
            byId.put(route.model().id(), route);
        }
        for (ModelRoute route : routes) {
            List<ModelRoute> fallbacks = route.model().terms().fallbacks().stream()
                    .flatMap(id -> find(id).stream())
                    .toList();
            plans.put(route.model().id(), Step.plan(route, fallbacks));
        }
        for (ModelType type : ModelType.values()) {
            byName.put(
                    type,
                    names(routes.stream()
                            .filter(route -> route.model().type() == type)
                            .toList()));
        }
    }

    static RoutingTable of(ProvidersView providers, ModelsView models) {
        return new RoutingTable(
                models.live().stream()
                        .map(model -> ModelRoute.of(model, providers))
                        .sorted(BY_PRECEDENCE)
                        .toList(),
                models.defaults());
    }

    /** All live models, those that stand first in a tie first. */
    public Collection<ModelRoute> all() {
        return routes;
    }

    /** Where a call of a usable model may go, in order. */
    public List<Step> plan(ModelRoute route) {
        return plans.getOrDefault(route.model().id(), List.of());
    }

    /** The models of a type that a name means, the one to take first; empty when it means none. */
    List<ModelRoute> named(ModelType type, String name) {
        return byName.getOrDefault(type, Map.of()).getOrDefault(name, List.of());
    }

    /** Empty when the type has no default, be it unset or pinned to none. */
    Optional<ModelConfigId> defaultOf(ModelType type) {
        return defaults.getOrDefault(type, Optional.empty());
    }

    Optional<ModelRoute> find(ModelConfigId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Ids, then aliases, then qualified names, then bare ones: a name that an earlier kind has is not looked up in a later one. */
    private static Map<String, List<ModelRoute>> names(List<ModelRoute> routes) {
        List<Map<String, List<ModelRoute>>> kinds =
                List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (ModelRoute route : routes) {
            add(kinds.get(0), route.model().id().toString(), route);
            route.model().alias().ifPresent(alias -> add(kinds.get(1), alias, route));
            add(kinds.get(2), ModelRoute.qualified(route.model()), route);
            add(kinds.get(3), route.model().model(), route);
        }
        Map<String, List<ModelRoute>> names = new HashMap<>();
        kinds.forEach(kind -> kind.forEach((name, meant) -> names.putIfAbsent(name, List.copyOf(meant))));
        return names;
    }

    private static void add(Map<String, List<ModelRoute>> names, String name, ModelRoute route) {
        names.computeIfAbsent(name, _ -> new ArrayList<>()).add(route);
    }
}
