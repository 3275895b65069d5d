package io.quartermaster.model;

import java.util.Optional;

/**
 * What a model costs in the deployment's currency: per million tokens; {@code character} per million characters; {@code request},
 * {@code second} of sound and {@code image} each. Tokens of a kind whose price is left out are charged as {@code input} or
 * {@code output} is; a unit whose price is left out costs nothing beside what else has one.
 */
public record Prices(
        Price input,
        Price output,
        Optional<Price> cachedInput,
        Optional<Price> cacheWrite,
        Optional<Price> reasoning,
        Optional<Price> request,
        Optional<Price> audioInput,
        Optional<Price> audioOutput,
        Optional<Price> imageInput,
        Optional<Price> imageOutput,
        Optional<Price> second,
        Optional<Price> image,
        Optional<Price> character) {

    /** Of a model that reads and writes text. */
    public static Prices ofText(
            Price input,
            Price output,
            Optional<Price> cachedInput,
            Optional<Price> cacheWrite,
            Optional<Price> reasoning,
            Optional<Price> request) {
        return new Prices(
                input,
                output,
                cachedInput,
                cacheWrite,
                reasoning,
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
