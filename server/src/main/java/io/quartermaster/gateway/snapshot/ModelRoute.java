package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelView;
import io.quartermaster.protocol.Splice;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A live model and where its calls go, in order; a model that cannot be called has the reason in place of attempts.
 *
 * @param precedence of the provider that would serve it: lower is first
 * @param names by which an API key may allow it
 */
public record ModelRoute(
        ModelView model,
        List<Attempt> attempts,
        Optional<UnusableReason> unusable,
        int precedence,
        Set<String> names,
        QuotedName upstreamName,
        String header) {

    /** The upstream's name of the model as JSON, made once. */
    public static final class QuotedName {
        private final byte[] json;

        QuotedName(String name) {
            this.json = Splice.quoted(name);
        }

        public byte[] json() {
            return json;
        }
    }

    static ModelRoute of(ModelView model, ProvidersView providers) {
        List<ProviderView> candidates = model.boundTo().isPresent()
                ? providers.find(model.boundTo().get()).stream().toList()
                : providers.siblings(model.family());
        Optional<Attempt> attempt = candidates.stream()
                .flatMap(provider -> attempt(provider).stream())
                .findFirst();
        Optional<ProviderView> serving =
                attempt.map(Attempt::provider).or(() -> candidates.stream().findFirst());
        return new ModelRoute(
                model,
                attempt.stream().toList(),
                attempt.isPresent() ? Optional.empty() : Optional.of(reason(serving)),
                serving.map(providers.byPrecedence()::indexOf).orElse(Integer.MAX_VALUE),
                Stream.concat(Stream.of(model.id().toString(), qualified(model), model.model()), model.alias().stream())
                        .collect(Collectors.toUnmodifiableSet()),
                new QuotedName(model.model()),
                HeaderText.encoded(qualified(model)));
    }

    static String qualified(ModelView model) {
        return model.family().word() + "/" + model.model();
    }

    private static Optional<Attempt> attempt(ProviderView provider) {
        return provider.enabled() && provider.credential() instanceof ResolvedCredential.Found found
                ? Optional.of(Attempt.of(provider, found))
                : Optional.empty();
    }

    private static UnusableReason reason(Optional<ProviderView> serving) {
        if (serving.isEmpty()) {
            return UnusableReason.PROVIDER_NOT_CONFIGURED;
        }
        if (!serving.get().enabled()) {
            return UnusableReason.PROVIDER_DISABLED;
        }
        return switch (serving.get().credential()) {
            case ResolvedCredential.Missing missing -> missing.reason();
            case ResolvedCredential.Found _ ->
                throw new IllegalStateException("An enabled provider with a credential is usable");
        };
    }
}
