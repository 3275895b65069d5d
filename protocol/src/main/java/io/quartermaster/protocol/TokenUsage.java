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
        OptionalLong reasoning,
        MediaUsage media) {

    public static final TokenUsage UNKNOWN = of(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Usage of text alone. */
    public TokenUsage(
            OptionalLong input,
            OptionalLong cachedInput,
            OptionalLong cacheWrite,
            OptionalLong output,
            OptionalLong reasoning) {
        this(input, cachedInput, cacheWrite, output, reasoning, MediaUsage.NONE);
    }

    /** Usage without what few providers report. */
    public static TokenUsage of(OptionalLong input, OptionalLong cachedInput, OptionalLong output) {
        return new TokenUsage(input, cachedInput, OptionalLong.empty(), output, OptionalLong.empty());
    }

    /** What is known after a later report of the same call; one of Anthropic's may tell less than the one before it. */
    public TokenUsage updatedBy(TokenUsage later) {
        boolean whole = later.cachedInput.isPresent() || cachedInput.isEmpty();
        boolean less = !whole && later.input.orElse(0) < input.orElse(0);
        return new TokenUsage(
                less ? input : known(later.input, input),
                known(later.cachedInput, cachedInput),
                known(later.cacheWrite, cacheWrite),
                known(later.output, output),
                known(later.reasoning, reasoning),
                media.updatedBy(later.media));
    }

    public TokenUsage withoutOutput() {
        return new TokenUsage(
                input, cachedInput, cacheWrite, OptionalLong.empty(), OptionalLong.empty(), media.withoutOutput());
    }

    static OptionalLong known(OptionalLong later, OptionalLong before) {
        return later.isPresent() ? later : before;
    }

    boolean isKnown() {
        return input.isPresent() || output.isPresent() || media.audioMillis().isPresent();
    }
}
