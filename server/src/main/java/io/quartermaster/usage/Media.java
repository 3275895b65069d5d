package io.quartermaster.usage;

import io.quartermaster.model.Prices;
import java.util.OptionalLong;

/**
 * What of a call was not text, or is counted in other units than tokens; a count is empty when nobody knows it.
 *
 * @param audioInput tokens, which a call's input includes
 * @param audioOutput tokens, which its output includes
 * @param imageInput as {@code audioInput}
 * @param imageOutput as {@code audioOutput}
 * @param audioMillis of sound that was sent
 * @param images that were made
 * @param characters of a text that was spoken
 */
public record Media(
        OptionalLong audioInput,
        OptionalLong audioOutput,
        OptionalLong imageInput,
        OptionalLong imageOutput,
        OptionalLong audioMillis,
        OptionalLong images,
        OptionalLong characters) {

    public static final Media NONE = ofUnits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Without tokens. */
    public static Media ofUnits(OptionalLong audioMillis, OptionalLong images, OptionalLong characters) {
        return new Media(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                audioMillis,
                images,
                characters);
    }

    /** Whether some of it was counted in units that have a price of their own; tokens need not be guessed then. */
    public boolean isPricedBy(Prices prices) {
        return (audioMillis.isPresent() && prices.second().isPresent())
                || (images.isPresent() && prices.image().isPresent())
                || (characters.isPresent() && prices.character().isPresent());
    }

    boolean hasUnits() {
        return audioMillis.isPresent() || images.isPresent() || characters.isPresent();
    }
}
