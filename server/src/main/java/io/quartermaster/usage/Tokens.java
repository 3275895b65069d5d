package io.quartermaster.usage;

import java.util.OptionalLong;

/**
 * The tokens of one call; a count is empty when nobody knows it. Input includes what was read from a cache and what was written to
 * one, output includes reasoning.
 *
 * @param estimated whether a count was not reported by the provider but guessed here
 */
public record Tokens(
        OptionalLong input,
        OptionalLong cachedInput,
        OptionalLong cacheWrite,
        OptionalLong output,
        OptionalLong reasoning,
        boolean estimated) {

    public static final Tokens NONE = new Tokens(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            false);

    boolean isKnown() {
        return input.isPresent() || output.isPresent();
    }
}
