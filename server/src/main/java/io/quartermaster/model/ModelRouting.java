package io.quartermaster.model;

import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which providers can serve a model, in order of precedence, or why none can. */
public sealed interface ModelRouting {

    /** At least one can. */
    record Usable(List<Serving> serving) implements ModelRouting {
        public Usable {
            serving = List.copyOf(serving);
        }
    }

    /** A provider that can serve, and what it is called with. */
    record Serving(ProviderView provider, ResolvedCredential.Found credential) {}

    /** None can. */
    record Unusable(UnusableReason reason) implements ModelRouting {}

    /** The one rule, for the API, elections and the gateway alike: bound to exactly one, else siblings by precedence. */
    static ModelRouting of(ProviderFamily family, Optional<ProviderConfigId> boundTo, ProvidersView providers) {
        List<ProviderView> candidates =
                boundTo.isPresent() ? providers.find(boundTo.get()).stream().toList() : providers.siblings(family);
        if (candidates.isEmpty()) {
            return new Unusable(UnusableReason.PROVIDER_NOT_CONFIGURED);
        }
        List<Serving> serving =
                candidates.stream().flatMap(ModelRouting::serving).toList();
        return serving.isEmpty() ? new Unusable(firstReason(candidates)) : new Usable(serving);
    }

    private static Stream<Serving> serving(ProviderView provider) {
        return provider.enabled()
                        && provider.credential() instanceof ResolvedCredential.Found found
                        && isSpokenTo(provider, found)
                ? Stream.of(new Serving(provider, found))
                : Stream.empty();
    }

    /** Google's cloud, which a location says, takes service accounts and no keys. */
    private static boolean isSpokenTo(ProviderView provider, ResolvedCredential.Found found) {
        return provider.family() != ProviderFamily.GOOGLE
                || found.apiKey().isEmpty()
                || !provider.settings().has("location");
    }

    /** Why a model cannot be called, or empty when it can. */
    default Optional<UnusableReason> unusableReason() {
        return switch (this) {
            case Usable _ -> Optional.empty();
            case Unusable(UnusableReason reason) -> Optional.of(reason);
        };
    }

    /** The reason of the first enabled provider: that is the one to mend. */
    private static UnusableReason firstReason(List<ProviderView> candidates) {
        return candidates.stream()
                .filter(ProviderView::enabled)
                .flatMap(provider -> reason(provider).stream())
                .findFirst()
                .orElse(UnusableReason.PROVIDER_DISABLED);
    }

    private static Optional<UnusableReason> reason(ProviderView provider) {
        return switch (provider.credential()) {
            case ResolvedCredential.Found found ->
                isSpokenTo(provider, found) ? Optional.empty() : Optional.of(UnusableReason.PROTOCOL_NOT_SUPPORTED);
            case ResolvedCredential.Missing(UnusableReason reason) -> Optional.of(reason);
        };
    }
}
