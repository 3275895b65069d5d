package io.quartermaster.protocol;

import java.util.OptionalLong;

/** Tokens of one call as the upstream reported them; cached input tokens are part of the input tokens. */
public record TokenUsage(OptionalLong input, OptionalLong cachedInput, OptionalLong output) {

    public static final TokenUsage UNKNOWN =
            new TokenUsage(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    boolean isKnown() {
        return input.isPresent() || output.isPresent();
    }
}
