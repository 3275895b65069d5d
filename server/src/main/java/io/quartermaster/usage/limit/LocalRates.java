package io.quartermaster.usage.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Counts on this node, which has its share of each limit. */
final class LocalRates implements RateCounter {

    private record Place(UUID scopeId, RatePart.Dimension dimension) {}

    private final IntSupplier nodes;
    private final LongSupplier nanoTime;
    private final Map<Place, RateBucket> buckets = new ConcurrentHashMap<>();

    LocalRates(IntSupplier nodes, LongSupplier nanoTime) {
        this.nodes = nodes;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletableFuture<RateTaking> take(List<RatePart> parts) {
        return CompletableFuture.completedFuture(takeNow(parts));
    }

    private RateTaking takeNow(List<RatePart> parts) {
        int shares = nodes.getAsInt();
        long now = nanoTime.getAsLong();
        List<RateStanding> standings = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            RatePart part = parts.get(i);
            RateBucket bucket = bucket(part, now);
            long wait = bucket.tryTake(part.nanos(part.amount(), shares), now);
            RateStanding standing = RateStanding.of(part, bucket.used(now), shares);
            if (wait > 0) {
                for (RatePart taken : parts.subList(0, i)) {
                    bucket(taken, now).giveBack(taken.nanos(taken.amount(), shares));
                }
                return new RateTaking.Lacking(part, standing, Duration.ofNanos(wait));
            }
            standings.add(standing);
        }
        return new RateTaking.Taken(this, standings);
    }

    @Override
    public void correct(List<RatePart> parts) {
        int shares = nodes.getAsInt();
        long now = nanoTime.getAsLong();
        for (RatePart part : parts) {
            long cost = part.nanos(Math.abs(part.amount()), shares);
            if (part.amount() < 0) {
                bucket(part, now).giveBack(cost);
            } else {
                bucket(part, now).take(cost, now);
            }
        }
    }

    private RateBucket bucket(RatePart part, long now) {
        Place place = new Place(part.scopeId(), part.dimension());
        RateBucket bucket = buckets.get(place);
        return bucket == null ? buckets.computeIfAbsent(place, _ -> new RateBucket(now)) : bucket;
    }

    /** Forgets buckets that have been full for a minute: a new one is the same. */
    void tidy() {
        long now = nanoTime.getAsLong();
        buckets.values().removeIf(bucket -> bucket.used(now - RateBucket.MINUTE) == 0);
    }
}
