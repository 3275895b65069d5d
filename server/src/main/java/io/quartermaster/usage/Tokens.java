package io.quartermaster.usage;

import java.util.OptionalLong;

/**
 * The tokens of one call; a count is empty when nobody knows it. Input includes what was read from a cache and what was written to
 * one, output includes reasoning.
 *
 * @param estimated whether a count was not reported by the provider but guessed here
 * @param media what of it was sound or images
 */
public record Tokens(
        OptionalLong input,
        OptionalLong cachedInput,
        OptionalLong cacheWrite,
        OptionalLong output,
        OptionalLong reasoning,
        boolean estimated,
        Media media) {

    public static final Tokens NONE = ofText(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            false);

    /** Without sound and images. */
    public static Tokens ofText(
            OptionalLong input,
            OptionalLong cachedInput,
            OptionalLong cacheWrite,
            OptionalLong output,
            OptionalLong reasoning,
            boolean estimated) {
        return new Tokens(input, cachedInput, cacheWrite, output, reasoning, estimated, Media.NONE);
    }

    Tokens with(Media other) {
        return new Tokens(input, cachedInput, cacheWrite, output, reasoning, estimated, other);
    }

    boolean isKnown() {
        return input.isPresent() || output.isPresent();
    }
}
