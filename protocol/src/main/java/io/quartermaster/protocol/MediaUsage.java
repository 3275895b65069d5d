package io.quartermaster.protocol;

import java.util.OptionalLong;

/**
 * What an upstream reported of sound and images: tokens, which input and output include, and the length of what it heard.
 *
 * @param audioMillis of sound that was sent, where it is counted by its length
 */
public record MediaUsage(
        OptionalLong audioInput,
        OptionalLong audioOutput,
        OptionalLong imageInput,
        OptionalLong imageOutput,
        OptionalLong audioMillis) {

    public static final MediaUsage NONE = new MediaUsage(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    MediaUsage updatedBy(MediaUsage later) {
        return later.equals(NONE)
                ? this
                : new MediaUsage(
                        TokenUsage.known(later.audioInput, audioInput),
                        TokenUsage.known(later.audioOutput, audioOutput),
                        TokenUsage.known(later.imageInput, imageInput),
                        TokenUsage.known(later.imageOutput, imageOutput),
                        TokenUsage.known(later.audioMillis, audioMillis));
    }

    MediaUsage withoutOutput() {
        return new MediaUsage(audioInput, OptionalLong.empty(), imageInput, OptionalLong.empty(), audioMillis);
    }
}
