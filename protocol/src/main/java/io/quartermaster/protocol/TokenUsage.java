package io.quartermaster.protocol;

import java.util.OptionalLong;

/**
 * Tokens of one call as the upstream reported them, in one way of counting for all: input includes what was read from a cache and
 * what was written to one, output includes reasoning.
 */
public record TokenUsage(
        OptionalLong input,
        OptionalLong cachedInput,
        OptionalLong cacheWrite,
        OptionalLong output,
        OptionalLong reasoning) {

    public static final TokenUsage UNKNOWN = of(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Usage without what few providers report. */
    public static TokenUsage of(OptionalLong input, OptionalLong cachedInput, OptionalLong output) {
        return new TokenUsage(input, cachedInput, OptionalLong.empty(), output, OptionalLong.empty());
    }

    boolean isKnown() {
        return input.isPresent() || output.isPresent();
    }
}
