package io.quartermaster.usage.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.limit.RatePart.Dimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Stands between calls and the limits of their tenants. */
public final class RateGuard implements AutoCloseable {

    private final LocalRates local;
    private final Optional<RedisRates> redis;
    private final RateCounter counter;
    private final Map<Dimension, Counter> refused = new EnumMap<>(Dimension.class);

    /**
     * @param nodes how many share each limit where no Redis counts for all
     * @param redisUrl of the one that does
     */
    public RateGuard(
            IntSupplier nodes,
            Optional<Sensitive> redisUrl,
            Executor background,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.local = new LocalRates(nodes, nanoTime);
        this.redis = redisUrl.map(url -> new RedisRates(url, local, RedisRates.PATIENCE, background, registry));
        this.counter = redis.isPresent() ? redis.get() : local;
        for (Dimension dimension : Dimension.values()) {
            refused.put(
                    dimension,
                    Counter.builder("qm.limits.refused")
                            .description("Calls that a limit did not let pass")
                            .tag("of", dimension.word())
                            .register(registry));
        }
    }

    /** Forgets what has not been used for a while. */
    public void tidy() {
        local.tidy();
    }

    /** What came of a call's asking. */
    public sealed interface Outcome {

        /** It may go on. */
        record Passed(RateEntry entry) implements Outcome {}

        /** A limit does not let it pass, and nothing was taken of any other. */
        record Refused(RateShortage shortage) implements Outcome {}
    }

    /** Takes a call's part of each limit it counts for. */
    public CompletableFuture<Outcome> enter(RateAsk ask) {
        List<RatePart> parts = new ArrayList<>(4);
        for (UsageScope scope : UsageScope.values()) {
            Optional<UUID> id = id(scope, ask);
            Optional<RateLimit> limit = id.flatMap(scopeId -> ask.limits().find(scope, scopeId));
            if (limit.isPresent()) {
                OptionalLong requests = limit.get().requestsPerMinute();
                OptionalLong tokens = limit.get().tokensPerMinute();
                if (requests.isPresent()) {
                    parts.add(new RatePart(scope, limit.get().scopeId(), Dimension.REQUESTS, requests.getAsLong(), 1));
                }
                if (tokens.isPresent() && ask.tokens() > 0) {
                    long most = tokens.getAsLong();
                    if (ask.inputTokens() > most) {
                        RatePart part =
                                new RatePart(scope, limit.get().scopeId(), Dimension.TOKENS, most, ask.inputTokens());
                        return refused(new RateShortage(part, RateStanding.of(part, 0, 1), Optional.empty()));
                    }
                    parts.add(new RatePart(
                            scope, limit.get().scopeId(), Dimension.TOKENS, most, Math.min(ask.tokens(), most)));
                }
            }
        }
        if (parts.isEmpty()) {
            return CompletableFuture.completedFuture(new Outcome.Passed(RateEntry.NONE));
        }
        return counter.take(parts).thenCompose(taking -> outcome(parts, taking));
    }

    private CompletableFuture<Outcome> outcome(List<RatePart> parts, RateTaking taking) {
        return switch (taking) {
            case RateTaking.Taken taken ->
                CompletableFuture.completedFuture(
                        new Outcome.Passed(new RateEntry(parts, taken.standings(), Optional.of(taken.there()))));
            case RateTaking.Lacking lacking ->
                refused(new RateShortage(lacking.part(), lacking.standing(), Optional.of(lacking.pause())));
        };
    }

    private CompletableFuture<Outcome> refused(RateShortage shortage) {
        Counter count = refused.get(shortage.part().dimension());
        if (count != null) {
            count.increment();
        }
        return CompletableFuture.completedFuture(new Outcome.Refused(shortage));
    }

    @Override
    public void close() {
        redis.ifPresent(RedisRates::close);
    }

    private static Optional<UUID> id(UsageScope scope, RateAsk ask) {
        return switch (scope) {
            case TENANT -> Optional.of(ask.tenant().value());
            case KEY -> Optional.of(ask.key().value());
            case MODEL -> Optional.of(ask.model().value());
            case MEMBER -> Optional.empty();
        };
    }
}
