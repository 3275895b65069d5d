package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.gateway.snapshot.ModelRoute;
import java.util.List;
import java.util.Optional;

/**
 * What the answer's headers tell of how a call was served.
 *
 * @param attempts how many upstream calls were made
 * @param fallback {@code <model that was asked for>;<why it did not answer>}, when another model answered
 * @param told headers that tell of limits and budgets
 */
public record CallFacts(
        ModelRoute model,
        Attempt attempt,
        int attempts,
        Optional<String> fallback,
        List<Header> told,
        long overheadMicros) {}
