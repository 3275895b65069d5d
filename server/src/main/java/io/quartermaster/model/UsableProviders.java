package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProvidersView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which models of a tenant are usable, put so that a query can ask it: bound to one of {@code bindings}, or bound to none and
 * of one of {@code families}. Worked out by the one rule of {@link ModelRouting}.
 */
record UsableProviders(Set<ProviderConfigId> bindings, Set<ProviderFamily> families) {

    static UsableProviders of(ProvidersView providers) {
        Set<ProviderConfigId> bindings = new HashSet<>();
        providers
                .byPrecedence()
                .forEach(provider -> provider.id()
                        .filter(id -> isUsable(provider.family(), Optional.of(id), providers))
                        .ifPresent(bindings::add));
        List<ProviderFamily> families = Arrays.stream(ProviderFamily.values())
                .filter(family -> isUsable(family, Optional.empty(), providers))
                .toList();
        return new UsableProviders(bindings, Set.copyOf(families));
    }

    private static boolean isUsable(
            ProviderFamily family, Optional<ProviderConfigId> boundTo, ProvidersView providers) {
        return ModelRouting.of(family, boundTo, providers).unusableReason().isEmpty();
    }
}
