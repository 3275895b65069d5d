package io.quartermaster.model;

import io.quartermaster.platform.http.Change;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.List;
import java.util.Optional;

/** What a new model config is to be, parsed but not yet checked against its tenant. */
record ModelDraft(
        ProviderFamily family,
        String model,
        ModelType type,
        Optional<String> alias,
        Optional<String> displayName,
        Optional<ProviderConfigId> providerId,
        boolean enabled,
        Optional<Integer> contextLimit,
        int compressionThreshold,
        ModelTerms terms,
        boolean makeDefault) {

    static final int DEFAULT_COMPRESSION_THRESHOLD = 70;

    /** What a PATCH says of a model config; family and type are not among it, for they never change. */
    record Changes(
            Change<String> model,
            Change<String> alias,
            Change<String> displayName,
            Change<ProviderConfigId> providerId,
            Change<Boolean> enabled,
            Change<Integer> contextLimit,
            Change<Integer> compressionThreshold,
            Change<ModelOptions> options,
            Change<Prices> prices,
            Change<List<ModelConfigId>> fallbacks,
            boolean makeDefault) {

        /** The terms after the change; options and fallbacks are replaced as a whole. */
        ModelTerms terms(ModelTerms before) {
            return new ModelTerms(
                    options.or(before.options(), ModelOptions.NONE),
                    prices.apply(before.prices()),
                    fallbacks.or(before.fallbacks(), List.of()));
        }
    }
}
