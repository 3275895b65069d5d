package io.quartermaster.usage.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Race;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.limit.RatePart.Dimension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How a node counts: gateway case 25. */
final class LocalRatesTest {

    private static final UUID KEY = new UUID(1, 1);
    private static final UUID TENANT = new UUID(1, 2);

    private final AtomicLong now = new AtomicLong(-5_000_000_000L); // as System.nanoTime may be
    private final AtomicInteger nodes = new AtomicInteger(1);
    private final LocalRates rates = new LocalRates(nodes::get, now::get);

    @Test
    void aMinuteBringsTheLimitAndItComesBackEvenly() { // gateway case 25
        for (int call = 6; call >= 0; call--) {
            assertThat(remaining(requests(KEY, 7))).isEqualTo(call);
        }
        assertThat(wait(requests(KEY, 7))).isBetween(Duration.ofMillis(8_571), Duration.ofMillis(8_572));
        pass(Duration.ofMillis(8_571));
        assertThat(wait(requests(KEY, 7))).isLessThanOrEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(remaining(requests(KEY, 7))).isZero();
        pass(Duration.ofMinutes(5));
        assertThat(remaining(requests(KEY, 7))).isEqualTo(6);
    }

    @Test
    void aDeniedLimitGivesBackWhatOthersHadCounted() {
        assertThat(remaining(requests(TENANT, 1))).isZero();
        for (int call = 0; call < 5; call++) {
            RateTaking both =
                    rates.take(List.of(requests(KEY, 2), requests(TENANT, 1))).join();
            assertThat(both)
                    .isInstanceOfSatisfying(
                            RateTaking.Lacking.class,
                            lacking -> assertThat(lacking.part().scopeId()).isEqualTo(TENANT));
        }
        assertThat(remaining(requests(KEY, 2))).isEqualTo(1);
    }

    @Test
    void tokensArePutRightAtTheEnd() { // gateway case 25
        assertThat(remaining(tokens(1_000, 800))).isEqualTo(200);
        assertThat(wait(tokens(1_000, 300))).isBetween(Duration.ofMillis(5_999), Duration.ofMillis(6_001));
        rates.correct(List.of(tokens(1_000, 50 - 800)));
        assertThat(remaining(tokens(1_000, 300))).isEqualTo(650);
        rates.correct(List.of(tokens(1_000, 900 - 300)));
        assertThat(remaining(tokens(1_000, 1))).isEqualTo(49);
        rates.correct(List.of(tokens(1_000, 1_049)));
        assertThat(wait(tokens(1_000, 1))).isBetween(Duration.ofMillis(60_059), Duration.ofMillis(60_061));
    }

    @Test
    void aNodeHasItsShareAndAtLeastOneCall() { // gateway case 25
        nodes.set(3);
        assertThat(remaining(requests(KEY, 9))).isEqualTo(2);
        assertThat(remaining(requests(KEY, 9))).isEqualTo(1);
        assertThat(remaining(requests(KEY, 9))).isZero();
        assertThat(wait(requests(KEY, 9))).isBetween(Duration.ofMillis(19_999), Duration.ofSeconds(20));
        assertThat(remaining(requests(TENANT, 1))).isZero();
        assertThat(wait(requests(TENANT, 1))).isBetween(Duration.ofSeconds(179), Duration.ofSeconds(180));
    }

    @Test
    void aLimitThatIsChangedKeepsWhatWasUsedOfIt() {
        for (int call = 0; call < 5; call++) {
            var _ = rates.take(List.of(requests(KEY, 10)));
        }
        assertThat(remaining(requests(KEY, 100))).isEqualTo(49);
    }

    @Test
    void callsAtOncePassExactlyAsOftenAsTheLimitAllows() { // gateway case 25
        long passed = Race.onPlatformThreads(Duration.ofSeconds(30))
                .run(16, _ -> () -> {
                    int mine = 0;
                    for (int call = 0; call < 200; call++) {
                        mine += rates.take(List.of(requests(KEY, 777), requests(TENANT, 500)))
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
        assertThat(passed).isEqualTo(500);
        assertThat(remaining(requests(KEY, 777))).isEqualTo(276);
    }

    private long remaining(RatePart part) {
        return rates.take(List.of(part)).join() instanceof RateTaking.Taken(var _, var standings)
                ? standings.getFirst().remaining()
                : -1;
    }

    private Duration wait(RatePart part) {
        return rates.take(List.of(part)).join() instanceof RateTaking.Lacking lacking ? lacking.pause() : Duration.ZERO;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static RatePart requests(UUID scope, long limit) {
        return new RatePart(
                scope.equals(KEY) ? UsageScope.KEY : UsageScope.TENANT, scope, Dimension.REQUESTS, limit, 1);
    }

    private static RatePart tokens(long limit, long amount) {
        return new RatePart(UsageScope.KEY, KEY, Dimension.TOKENS, limit, amount);
    }
}
