package io.quartermaster.model;

import java.util.Optional;

/**
 * What a model costs in the deployment's currency: per million tokens, {@code request} for each call. What is left out is
 * charged as {@code input} or {@code output} is; a call itself then costs nothing.
 */
public record Prices(
        Price input,
        Price output,
        Optional<Price> cachedInput,
        Optional<Price> cacheWrite,
        Optional<Price> reasoning,
        Optional<Price> request) {}
