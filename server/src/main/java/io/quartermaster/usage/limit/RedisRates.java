package io.quartermaster.usage.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.Sensitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts for all nodes in one Redis: exact, whatever the balancer does. One script takes all parts of a call or none, by the clock of the
 * Redis, in the arithmetic of {@link RateBucket}. While the Redis does not answer, each node counts its share by itself.
 */
final class RedisRates implements RateCounter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisRates.class);
    static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration BEFORE_CONNECTING_AGAIN = Duration.ofSeconds(2);
    private static final String PREFIX = "qm:rate:";

    private static final String TAKE = """
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            local used = {}
            for i, key in ipairs(KEYS) do
                local u = math.max(0, tonumber(redis.call('GET', key) or '0') - now)
                local cost = tonumber(ARGV[i])
                local wait = u + cost - math.max(60000000, cost)
                if wait > 0 then return {i, wait, u} end
                used[i] = u + cost
            end
            local answer = {0}
            for i, key in ipairs(KEYS) do
                redis.call('SET', key, string.format('%.0f', now + used[i]), 'PX', math.ceil(used[i] / 1000) + 1)
                answer[i + 1] = used[i]
            end
            return answer
            """;
    private static final String CORRECT = """
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            for i, key in ipairs(KEYS) do
                local used = math.max(0, tonumber(redis.call('GET', key) or '0') - now) + tonumber(ARGV[i])
                if used > 0 then
                    redis.call('SET', key, string.format('%.0f', now + used), 'PX', math.ceil(used / 1000) + 1)
                else
                    redis.call('DEL', key)
                end
            end
            return {}
            """;

    private final RedisClient client;
    private final LocalRates share;
    private final Executor background;
    private final Counter fallbacks;
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicBoolean connecting = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    /** @param patience with one answer of the Redis, before the share counts */
    RedisRates(Sensitive url, LocalRates share, Duration patience, Executor background, MeterRegistry registry) {
        this.client = RedisClient.create(RedisURI.create(url.reveal()));
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .build());
        this.share = share;
        this.background = background;
        this.fallbacks = Counter.builder("qm.limits.redis.fallbacks")
                .description("Calls whose limits this node counted by its share, because the Redis did not answer")
                .register(registry);
        Gauge.builder("qm.limits.redis.up", this, rates -> rates.isUp() ? 1 : 0)
                .description("Whether the Redis counts the limits")
                .register(registry);
        connect();
    }

    private boolean isUp() {
        return connection != null && !down.get();
    }

    private void connect() {
        if (connecting.compareAndSet(false, true)) {
            background.execute(() -> {
                while (!closed && connection == null) {
                    try {
                        connection = client.connect();
                        answered();
                    } catch (RuntimeException unreachable) {
                        unanswered(unreachable);
                        pause();
                    }
                }
            });
        }
    }

    private void pause() {
        try {
            Thread.sleep(BEFORE_CONNECTING_AGAIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public CompletableFuture<RateTaking> take(List<RatePart> parts) {
        return run(TAKE, parts)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        unanswered(failure);
                        fallbacks.increment();
                        return share.take(parts);
                    }
                    answered();
                    return CompletableFuture.completedFuture(taking(parts, answer));
                })
                .thenCompose(taking -> taking)
                .toCompletableFuture();
    }

    private RateTaking taking(List<RatePart> parts, List<Long> answer) {
        int lacking = answer.getFirst().intValue();
        if (lacking > 0) {
            RatePart part = parts.get(lacking - 1);
            return new RateTaking.Lacking(
                    part, RateStanding.of(part, answer.get(2) * 1_000, 1), Duration.ofNanos(answer.get(1) * 1_000));
        }
        List<RateStanding> standings = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            standings.add(RateStanding.of(parts.get(i), answer.get(i + 1) * 1_000, 1));
        }
        return new RateTaking.Taken(this, standings);
    }

    /** What cannot be told to the Redis now is not told: it is a matter of a minute. */
    @Override
    public void correct(List<RatePart> parts) {
        var _ = run(CORRECT, parts).whenComplete((_, failure) -> {
            if (failure != null) {
                unanswered(failure);
            }
        });
    }

    private CompletionStage<List<Long>> run(String script, List<RatePart> parts) {
        StatefulRedisConnection<String, String> now = connection;
        if (now == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("The Redis has not been reached yet"));
        }
        String[] keys = new String[parts.size()];
        String[] costs = new String[parts.size()];
        for (int i = 0; i < keys.length; i++) {
            RatePart part = parts.get(i);
            keys[i] = PREFIX + part.scopeId() + ":" + part.dimension().word();
            long micros = part.nanos(Math.abs(part.amount()), 1) / 1_000;
            costs[i] = Long.toString(part.amount() < 0 ? -micros : micros);
        }
        return now.async().<List<Long>>eval(script, ScriptOutputType.MULTI, keys, costs);
    }

    private void unanswered(Throwable failure) {
        if (down.compareAndSet(false, true)) {
            LOG.warn("The Redis does not answer: each node enforces its share of the limits until it does", failure);
        }
    }

    private void answered() {
        if (down.compareAndSet(true, false)) {
            LOG.info("The Redis answers again: limits are shared exactly");
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
