package io.quartermaster.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a model in general.
 *
 * @param contextWindow tokens of input and output together, as far as the vendor says
 * @param maxOutput tokens
 */
record CatalogueModel(
        CatalogueKey key,
        ModelType modelType,
        Optional<String> displayName,
        Optional<Integer> contextWindow,
        Optional<Integer> maxOutput,
        List<Capability> capabilities,
        Optional<Prices> prices) {

    CatalogueModel {
        capabilities = List.copyOf(capabilities);
    }
}
