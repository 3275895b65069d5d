package io.quartermaster.gateway;

import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import java.util.Optional;

/** Prices of models that are not paid for by tokens. */
final class MediaPrices {

    private static final Price FREE = new Price("0");

    private MediaPrices() {}

    static Prices ofTokens(String input, String output) {
        return Prices.ofText(
                new Price(input),
                new Price(output),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Prices ofUnits(Optional<String> second, Optional<String> image, Optional<String> character) {
        return new Prices(
                FREE,
                FREE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                second.map(Price::new),
                image.map(Price::new),
                character.map(Price::new));
    }
}
