package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelRouting;
import io.quartermaster.model.ModelRouting.Serving;
import io.quartermaster.model.ModelView;
import io.quartermaster.protocol.Splice;
import io.quartermaster.provider.ProvidersView;
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
        ModelRouting routing = ModelRouting.of(model.family(), model.boundTo(), providers);
        List<Attempt> attempts = routing instanceof ModelRouting.Usable(List<Serving> serving)
                ? serving.stream()
                        .map(one -> Attempt.of(one.provider(), one.credential()))
                        .toList()
                : List.of();
        return new ModelRoute(
                model,
                attempts,
                routing.unusableReason(),
                attempts.stream()
                        .findFirst()
                        .map(Attempt::provider)
                        .map(providers.byPrecedence()::indexOf)
                        .orElse(Integer.MAX_VALUE),
                Stream.concat(Stream.of(model.id().toString(), qualified(model), model.model()), model.alias().stream())
                        .collect(Collectors.toUnmodifiableSet()),
                new QuotedName(model.model()),
                HeaderText.encoded(qualified(model)));
    }

    static String qualified(ModelView model) {
        return model.family().word() + "/" + model.model();
    }
}
