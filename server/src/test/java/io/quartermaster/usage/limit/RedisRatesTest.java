package io.quartermaster.usage.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.RedisServer;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.limit.RatePart.Dimension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that nodes share in a real Redis: gateway case 25. */
final class RedisRatesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID KEY = new UUID(1, 1);
    private static final UUID TENANT = new UUID(1, 2);

    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisServer redis = RedisServer.start();

    @AfterEach
    void stop() {
        redis.close();
        background.close();
    }

    @Test
    void severalNodesLetThroughExactlyTheLimitAndADeniedOneTakesNothing() { // gateway case 25
        try (RedisRates one = connected();
                RedisRates other = connected()) {
            long passed = Race.onVirtualThreads(Duration.ofSeconds(60))
                    .run(40, caller -> () -> {
                        int mine = 0;
                        for (int call = 0; call < 20; call++) {
                            RateCounter node = caller % 2 == 0 ? one : other;
                            mine += node.take(List.of(requests(KEY, 1_000_000), requests(TENANT, 60)))
                                                    .join()
                                            instanceof RateTaking.Taken
                                    ? 1
                                    : 0;
                        }
                        return mine;
                    })
                    .requireAll()
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(passed).isBetween(60L, 75L); // one comes back each second
            RateTaking refused = one.take(List.of(requests(TENANT, 60))).join();
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            RateTaking.Lacking.class,
                            lacking -> assertThat(lacking.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1)));
        }
    }

    @Test
    void whatIsPutRightCountsForEveryNode() {
        try (RedisRates one = connected();
                RedisRates other = connected()) {
            assertThat(one.take(List.of(tokens(900))).join()).isInstanceOf(RateTaking.Taken.class);
            assertThat(other.take(List.of(tokens(900))).join()).isInstanceOf(RateTaking.Lacking.class);
            one.correct(List.of(tokens(-880)));
            RateTaking.Taken taken = Eventually.value(
                    SOON,
                    "the other node knows",
                    () -> other.take(List.of(tokens(900))).join() instanceof RateTaking.Taken passed
                            ? Optional.of(passed)
                            : Optional.empty());
            assertThat(taken.standings().getFirst().remaining())
                    .isBetween(80L, 260L); // seventeen come back each second
        }
    }

    @Test
    void withoutItsRedisANodeHasItsShareUntilItIsBack() throws Exception { // gateway case 25
        try (RedisRates rates = connected()) {
            redis.kill();
            int passed = 0;
            for (int call = 0; call < 20; call++) {
                passed += rates.take(List.of(requests(TENANT, 10))).join() instanceof RateTaking.Taken ? 1 : 0;
            }
            assertThat(passed).as("half of it, for there are two nodes").isEqualTo(5);
            assertThat(fallbacks()).isGreaterThanOrEqualTo(20);
            assertThat(rates.take(List.of(tokens(500))).join())
                    .isInstanceOfSatisfying(
                            RateTaking.Taken.class,
                            taken -> assertThat(taken.there())
                                    .as("what is put right later is put right where it was taken")
                                    .isInstanceOf(LocalRates.class));
            redis.startAgain();
            Eventually.await(SOON, "the Redis counts again", () -> {
                double before = fallbacks();
                var _ = rates.take(List.of(requests(KEY, 1_000_000))).join();
                return fallbacks() == before;
            });
        }
    }

    /** One that has reached the Redis. */
    private RedisRates connected() {
        RedisRates rates = new RedisRates(
                new Sensitive(redis.url()), new LocalRates(() -> 2, System::nanoTime), SOON, background, meters);
        Eventually.await(SOON, "the Redis is reached", () -> {
            double before = fallbacks();
            var _ = rates.take(List.of(new RatePart(UsageScope.KEY, UUID.randomUUID(), Dimension.REQUESTS, 9, 1)))
                    .join();
            return fallbacks() == before;
        });
        return rates;
    }

    private double fallbacks() {
        return meters.counter("qm.limits.redis.fallbacks").count();
    }

    private static RatePart requests(UUID scope, long limit) {
        return new RatePart(
                scope.equals(KEY) ? UsageScope.KEY : UsageScope.TENANT, scope, Dimension.REQUESTS, limit, 1);
    }

    private static RatePart tokens(long amount) {
        return new RatePart(UsageScope.TENANT, TENANT, Dimension.TOKENS, 1_000, amount);
    }
}
