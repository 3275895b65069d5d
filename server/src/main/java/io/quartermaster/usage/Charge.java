package io.quartermaster.usage;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call costs, worked out once, at its end: a price that changes later changes no history.
 *
 * @param costMicros in millionths of the deployment's currency; empty when the model has no price, which is not the same as free
 * @param source whose price it was
 * @param priceVersion which of the source's prices it was; empty for the release's own
 */
public record Charge(OptionalLong costMicros, ModelPricing.Source source, OptionalLong priceVersion) {

    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int MILLI_DIGITS = 3;

    /**
     * Prices a call by what counts for its model.
     *
     * @param served whether the client was given something; a call that came to nothing costs what tokens were reported, or nothing
     */
    public static Charge of(ModelPricing pricing, Tokens tokens, boolean served) {
        OptionalLong cost = !served && !tokens.isKnown()
                ? OptionalLong.of(0)
                : pricing.prices()
                        .filter(prices -> isPriced(prices, tokens))
                        .map(prices -> OptionalLong.of(costMicros(prices, tokens, served)))
                        .orElse(OptionalLong.empty());
        return new Charge(cost, pricing.source(), pricing.version());
    }

    /** Not where all that was counted are seconds, images or characters, and the model has only prices for tokens. */
    private static boolean isPriced(Prices prices, Tokens tokens) {
        return tokens.isKnown()
                || !tokens.media().hasUnits()
                || prices.request().isPresent()
                || tokens.media().isPricedBy(prices);
    }

    /**
     * What a call may cost at most: each token at the dearest that it may be. Empty when the model has no price.
     *
     * @param input tokens that are sent
     * @param output tokens that the answer may have
     * @param units that may be counted beside
     */
    public static OptionalLong atMost(ModelPricing pricing, long input, long output, Media units) {
        if (pricing.prices().isEmpty()) {
            return OptionalLong.empty();
        }
        Prices prices = pricing.prices().get();
        BigDecimal in = dearest(
                prices.input(),
                List.of(prices.cachedInput(), prices.cacheWrite(), prices.audioInput(), prices.imageInput()));
        BigDecimal out =
                dearest(prices.output(), List.of(prices.reasoning(), prices.audioOutput(), prices.imageOutput()));
        BigDecimal cost = in.multiply(BigDecimal.valueOf(input))
                .add(out.multiply(BigDecimal.valueOf(output)))
                .add(units(prices, units))
                .add(fee(prices.request()));
        return rounded(cost);
    }

    private static BigDecimal dearest(Price usual, List<Optional<Price>> others) {
        return others.stream().flatMap(Optional::stream).map(Price::amount).reduce(usual.amount(), BigDecimal::max);
    }

    /** A price per million tokens is a price in micros per token, so the sum is exact; it is rounded up once, at the end. */
    static long costMicros(Prices prices, Tokens tokens, boolean served) {
        Media media = tokens.media();
        long cached = tokens.cachedInput().orElse(0);
        long written = tokens.cacheWrite().orElse(0);
        long heard = media.audioInput().orElse(0);
        long seen = media.imageInput().orElse(0);
        long reasoning = tokens.reasoning().orElse(0);
        long spoken = media.audioOutput().orElse(0);
        long drawn = media.imageOutput().orElse(0);
        BigDecimal cost = times(prices.input(), tokens.input().orElse(0) - cached - written - heard - seen)
                .add(times(prices.cachedInput().orElse(prices.input()), cached))
                .add(times(prices.cacheWrite().orElse(prices.input()), written))
                .add(times(prices.audioInput().orElse(prices.input()), heard))
                .add(times(prices.imageInput().orElse(prices.input()), seen))
                .add(times(prices.output(), tokens.output().orElse(0) - reasoning - spoken - drawn))
                .add(times(prices.reasoning().orElse(prices.output()), reasoning))
                .add(times(prices.audioOutput().orElse(prices.output()), spoken))
                .add(times(prices.imageOutput().orElse(prices.output()), drawn))
                .add(units(prices, media))
                .add(served ? fee(prices.request()) : BigDecimal.ZERO);
        return rounded(cost).getAsLong();
    }

    private static OptionalLong rounded(BigDecimal cost) {
        return OptionalLong.of(cost.setScale(0, RoundingMode.CEILING).min(MOST).longValueExact());
    }

    private static BigDecimal units(Prices prices, Media media) {
        if (!media.isPricedBy(prices)) {
            return BigDecimal.ZERO;
        }
        return each(prices.second(), media.audioMillis())
                .movePointLeft(MILLI_DIGITS)
                .add(each(prices.image(), media.images()))
                .add(prices.character()
                        .map(price -> times(price, media.characters().orElse(0)))
                        .orElse(BigDecimal.ZERO));
    }

    private static BigDecimal each(Optional<Price> price, OptionalLong count) {
        return fee(price).multiply(BigDecimal.valueOf(count.orElse(0)));
    }

    /** A part that is reported as larger than its whole leaves nothing of the rest, and never less. */
    private static BigDecimal times(Price price, long tokens) {
        return tokens <= 0 ? BigDecimal.ZERO : price.amount().multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal fee(Optional<Price> request) {
        return request.map(price -> price.amount().multiply(MICROS)).orElse(BigDecimal.ZERO);
    }
}
