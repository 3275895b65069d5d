package io.quartermaster.usage;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /**
     * Prices a call by what counts for its model.
     *
     * @param served whether the client was given something; a call that came to nothing costs what tokens were reported, or nothing
     */
    public static Charge of(ModelPricing pricing, Tokens tokens, boolean served) {
        OptionalLong cost = !served && !tokens.isKnown()
                ? OptionalLong.of(0)
                : pricing.prices()
                        .map(prices -> OptionalLong.of(costMicros(prices, tokens, served)))
                        .orElse(OptionalLong.empty());
        return new Charge(cost, pricing.source(), pricing.version());
    }

    /**
     * What a call may cost at most: each token at the dearest that it may be. Empty when the model has no price.
     *
     * @param input tokens that are sent
     * @param output tokens that the answer may have
     */
    public static OptionalLong atMost(ModelPricing pricing, long input, long output) {
        if (pricing.prices().isEmpty()) {
            return OptionalLong.empty();
        }
        Prices prices = pricing.prices().get();
        BigDecimal in = dearest(prices.input(), prices.cachedInput(), prices.cacheWrite());
        BigDecimal out = dearest(prices.output(), prices.reasoning(), Optional.empty());
        BigDecimal cost = in.multiply(BigDecimal.valueOf(input))
                .add(out.multiply(BigDecimal.valueOf(output)))
                .add(fee(prices.request()));
        return OptionalLong.of(cost.setScale(0, RoundingMode.CEILING).min(MOST).longValueExact());
    }

    private static BigDecimal dearest(Price usual, Optional<Price> one, Optional<Price> other) {
        BigDecimal most = usual.amount();
        most = one.map(Price::amount).map(most::max).orElse(most);
        return other.map(Price::amount).map(most::max).orElse(most);
    }

    /** A price per million tokens is a price in micros per token, so the sum is exact; it is rounded up once, at the end. */
    static long costMicros(Prices prices, Tokens tokens, boolean served) {
        long cached = tokens.cachedInput().orElse(0);
        long written = tokens.cacheWrite().orElse(0);
        long reasoning = tokens.reasoning().orElse(0);
        BigDecimal cost = times(prices.input(), tokens.input().orElse(0) - cached - written)
                .add(times(prices.cachedInput().orElse(prices.input()), cached))
                .add(times(prices.cacheWrite().orElse(prices.input()), written))
                .add(times(prices.output(), tokens.output().orElse(0) - reasoning))
                .add(times(prices.reasoning().orElse(prices.output()), reasoning))
                .add(served ? fee(prices.request()) : BigDecimal.ZERO);
        return cost.setScale(0, RoundingMode.CEILING).min(MOST).longValueExact();
    }

    /** A part that is reported as larger than its whole leaves nothing of the rest, and never less. */
    private static BigDecimal times(Price price, long tokens) {
        return tokens <= 0 ? BigDecimal.ZERO : price.amount().multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal fee(Optional<Price> request) {
        return request.map(price -> price.amount().multiply(MICROS)).orElse(BigDecimal.ZERO);
    }
}
