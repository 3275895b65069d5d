package io.quartermaster.model;

import java.util.List;
import java.util.Optional;

/**
 * How a tenant uses a model: options, prices of its own and what stands in for it.
 *
 * @param prices the tenant's own; empty means the catalogue's
 * @param fallbacks the models to try after this one, in order
 */
public record ModelTerms(ModelOptions options, Optional<Prices> prices, List<ModelConfigId> fallbacks) {

    public static final ModelTerms NONE = new ModelTerms(ModelOptions.NONE, Optional.empty(), List.of());

    public ModelTerms {
        fallbacks = List.copyOf(fallbacks);
    }
}
