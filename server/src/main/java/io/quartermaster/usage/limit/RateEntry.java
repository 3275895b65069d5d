package io.quartermaster.usage.limit;

import io.quartermaster.usage.limit.RatePart.Dimension;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What one call has taken of limits. Settled or released once. */
public final class RateEntry {

    /** Of a call that no limit is for. */
    public static final RateEntry NONE = new RateEntry(List.of(), List.of(), Optional.empty());

    private final List<RatePart> parts;
    private final List<RateStanding> standings;
    private final Optional<RateCounter> counter;

    RateEntry(List<RatePart> parts, List<RateStanding> standings, Optional<RateCounter> counter) {
        this.parts = List.copyOf(parts);
        this.standings = List.copyOf(standings);
        this.counter = counter;
    }

    /** Of each that is limited the one with the least left, as it was when the call passed. */
    public Optional<RateStanding> tightest(Dimension dimension) {
        return standings.stream()
                .filter(standing -> standing.dimension() == dimension)
                .min(Comparator.comparingLong(RateStanding::remaining));
    }

    /** The call was not made: all is given back. */
    public void release() {
        correct(parts.stream().map(part -> part.withAmount(-part.amount())).toList());
    }

    /** The call has used so many tokens. */
    public void settle(long tokens) {
        correct(parts.stream()
                .filter(part -> part.dimension() == Dimension.TOKENS)
                .map(part -> part.withAmount(tokens - part.amount()))
                .filter(part -> part.amount() != 0)
                .toList());
    }

    private void correct(List<RatePart> corrections) {
        if (!corrections.isEmpty()) {
            counter.ifPresent(there -> there.correct(corrections));
        }
    }
}
