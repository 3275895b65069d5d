package io.quartermaster.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant's provider configs in order of precedence; a family's deployment key, where granted, comes last. Immutable. */
public record ProvidersView(List<ProviderView> byPrecedence) {

    public ProvidersView {
        byPrecedence = List.copyOf(byPrecedence);
    }

    /** The same providers as calls of a person with these keys find them. */
    public ProvidersView withUserKeys(Map<ProviderConfigId, HeldCredential> keys) {
        return keys.isEmpty()
                ? this
                : new ProvidersView(byPrecedence.stream()
                        .map(provider -> provider.id()
                                .map(keys::get)
                                .map(provider::withUserKey)
                                .orElse(provider))
                        .toList());
    }

    public Optional<ProviderView> find(ProviderConfigId id) {
        return byPrecedence.stream()
                .filter(provider -> provider.id().filter(id::equals).isPresent())
                .findFirst();
    }

    /** The providers of a family by precedence, disabled ones too. */
    public List<ProviderView> siblings(ProviderFamily family) {
        return byPrecedence.stream()
                .filter(provider -> provider.family() == family)
                .toList();
    }
}
