package io.quartermaster.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class TenantPermitsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Ids ids = new Ids();
    private final TenantId tenant = new TenantId(ids.next());

    @Test
    void aTenantsWritersTakeTurnsAndNothingOfItStaysBehind() {
        TenantPermits permits = new TenantPermits(LONG);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Race.onVirtualThreads(LONG)
                .run(
                        200,
                        runner -> () -> permits.inTurn(tenant, () -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(1_000); // a moment in which others could come in
                            return inside.decrementAndGet();
                        }))
                .requireAll();

        assertThat(most).hasValue(1);
        assertThat(permits.known()).isZero();
    }

    @Test
    void whoCameFirstGoesFirst() throws InterruptedException {
        TenantPermits permits = new TenantPermits(LONG);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            int mine = turn;
            Thread thread = Thread.ofPlatform()
                    .start(() -> permits.inTurn(tenant, () -> {
                        await(release);
                        return order.add(mine);
                    }));
            threads.add(thread);
            Eventually.await(LONG, "it waits", () -> isWaiting(thread));
        }

        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void tenantsDoNotWaitForEachOther() {
        TenantPermits permits = new TenantPermits(LONG);

        boolean done = permits.inTurn(
                tenant,
                () -> permits.inTurn(new TenantId(ids.next()), () -> {
                    assertThat(permits.known()).isEqualTo(2);
                    return true;
                }));

        assertThat(done).isTrue();
        assertThat(permits.known()).isZero();
    }

    @Test
    void patienceEndsAndWorkThatFailsGivesItsTurnBack() throws InterruptedException {
        TenantPermits permits = new TenantPermits(Duration.ofMillis(50));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual()
                .start(() -> permits.inTurn(tenant, () -> {
                    held.countDown();
                    await(release);
                    return true;
                }));
        await(held);

        assertThatExceptionOfType(DatabaseUnavailable.class)
                .isThrownBy(() -> permits.inTurn(tenant, () -> true))
                .withMessageContaining("earlier writes");
        release.countDown();
        holder.join();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> permits.inTurn(tenant, () -> {
                    throw new IllegalStateException("work");
                }));

        assertThat(permits.<Boolean>inTurn(tenant, () -> true)).isTrue();
        assertThat(permits.known()).isZero();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
