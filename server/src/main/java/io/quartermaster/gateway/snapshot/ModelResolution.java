package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily.Protocol;
import io.quartermaster.provider.UnusableReason;
import io.quartermaster.tenant.ApiKeyView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which model a call means, and whether its key may have it. */
public final class ModelResolution {

    private static final String DEFAULT = "default";
    private static final int UUID_LENGTH = 36;

    private ModelResolution() {}

    /** What a name came to. */
    public sealed interface Outcome {
        /** A usable model: it has at least one attempt. */
        record Found(ModelRoute route) implements Outcome {}

        /** No such model, or none that this key may know of; the two look the same. */
        record NotFound() implements Outcome {}

        record NoDefault() implements Outcome {}

        record DefaultUnusable(UnusableReason reason) implements Outcome {}

        record Unusable(UnusableReason reason) implements Outcome {}

        /** It can be called, but by other routes. */
        record OtherRoutes(ModelRoute route) implements Outcome {}
    }

    /**
     * Resolves what a call of a route for {@code type} has in its {@code model}; empty where it has none. Of several models of one name,
     * those whose protocol {@code serves} go before the others.
     */
    public static Outcome resolve(
            RoutingTable routes, ApiKeyView key, ModelType type, Predicate<Protocol> serves, Optional<String> name) {
        if (name.isEmpty() || name.get().equals(DEFAULT)) {
            return resolveDefault(routes, key, type, serves);
        }
        Outcome first = new Outcome.NotFound();
        for (ModelRoute route : routes.named(type, canonical(name.get()))) {
            if (allows(key, route)) {
                Outcome outcome = outcome(route, serves, Outcome.Unusable::new);
                if (!(outcome instanceof Outcome.OtherRoutes)) {
                    return first instanceof Outcome.OtherRoutes && outcome instanceof Outcome.Unusable
                            ? first
                            : outcome;
                }
                first = first instanceof Outcome.OtherRoutes ? first : outcome;
            }
        }
        return first;
    }

    private static Outcome outcome(
            ModelRoute route, Predicate<Protocol> serves, Function<UnusableReason, Outcome> unusable) {
        return route.unusable()
                .map(unusable)
                .orElseGet(() -> route.attempts().stream().anyMatch(attempt -> serves.test(attempt.protocol()))
                        ? new Outcome.Found(route)
                        : new Outcome.OtherRoutes(route));
    }

    /** Whether the key may use the model at all. */
    public static boolean allows(ApiKeyView key, ModelRoute route) {
        return key.allowedModels().isEmpty() || route.names().stream().anyMatch(key.allowedModels()::contains);
    }

    /** Whether the name means this model and no other of its type. */
    public static boolean means(RoutingTable routes, ModelRoute route, String name) {
        return routes.named(route.model().type(), name).equals(List.of(route));
    }

    private static Outcome resolveDefault(
            RoutingTable routes, ApiKeyView key, ModelType type, Predicate<Protocol> serves) {
        Optional<ModelRoute> route = routes.defaultOf(type).flatMap(routes::find);
        if (route.isEmpty()) {
            return routes.defaultOf(type).isEmpty()
                    ? new Outcome.NoDefault()
                    : new Outcome.DefaultUnusable(UnusableReason.MODEL_DELETED);
        }
        if (!allows(key, route.get())) {
            return new Outcome.NotFound();
        }
        return outcome(route.get(), serves, Outcome.DefaultUnusable::new);
    }

    /** Ids are compared as we spell them. */
    private static String canonical(String name) {
        return name.length() == UUID_LENGTH && name.charAt(8) == '-' && name.charAt(23) == '-'
                ? name.toLowerCase(Locale.ROOT)
                : name;
    }
}
