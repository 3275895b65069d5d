package io.quartermaster.model;

import java.util.Optional;

/**
 * A model config with what other tables say of it, read by one statement.
 *
 * @param operatorPrice what operators say of the catalogue model's price; empty when they say nothing, and the shipped one counts
 * @param operatorMostOutput tokens that an answer may have, as operators say
 */
record ModelFacts(
        ModelConfig config,
        boolean isDefault,
        Optional<OperatorPrice> operatorPrice,
        Optional<Integer> operatorMostOutput) {

    /** An operator's word on a price, by the deployment's version at it: {@code prices} empty means that the model has none. */
    record OperatorPrice(long version, Optional<Prices> prices) {}
}
