package io.quartermaster.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotLoadsTest {

    private static final Duration MAX_STALENESS = Duration.ofMinutes(10);

    private final Tenants tenants = new Tenants();
    private final Tenants.Tenant tenant = tenants.create();
    private final AtomicLong nanos = new AtomicLong(1);
    private final ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor();
    private final Snapshots snapshots = snapshots(new SnapshotPolicy(
            100, 100, Duration.ofHours(1), MAX_STALENESS, Duration.ofMillis(300), Duration.ofMillis(400), 4));

    @AfterEach
    void close() {
        snapshots.close();
        loads.close();
    }

    @Test
    void aTenantIsLoadedOnceHoweverManyAsk() {
        CountDownLatch hold = new CountDownLatch(1);
        tenants.afterRead = () -> await(hold);
        CompletableFuture<WarmTenant> first = snapshots.load(tenant.id);
        Eventually.await(Duration.ofSeconds(5), "the load runs", () -> tenants.loads.get() == 1);

        Race.Finish<CompletableFuture<WarmTenant>> others =
                Race.onVirtualThreads(Duration.ofSeconds(10)).run(50, _ -> () -> snapshots.load(tenant.id));
        hold.countDown();

        WarmTenant loaded = join(first);
        assertThat(others.requireAll())
                .allSatisfy(other -> assertThat(join(other)).isSameAs(loaded));
        assertThat(tenants.loads).hasValue(1);
        assertThat(snapshots.findWarm(tenant.id)).containsSame(loaded);
    }

    @Test
    void whoAskedBeforeALoadBeganIsAnsweredByItThoughAChangeOvertakesEveryLoad() {
        tenants.afterRead = () -> snapshots.changed(tenant.id, tenant.touch());

        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(1);
        assertThat(snapshots.findWarm(tenant.id))
                .as("overtaken, so nobody else gets it")
                .isEmpty();
        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(2);
        assertThat(tenants.loads).hasValue(2);
    }

    @Test
    void whoAskedBeforeALoadBeganIsAnsweredByItThoughTheDeploymentOvertakesEveryLoad() {
        tenants.afterRead = () -> snapshots.deploymentChanged(tenants.changeDeployment());

        assertThat(join(snapshots.load(tenant.id)).snapshot().deploymentVersion())
                .isEqualTo(1);
        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(join(snapshots.load(tenant.id)).snapshot().deploymentVersion())
                .isEqualTo(2);
    }

    @Test
    void whoAskedAfterTheChangeThatOvertookALoadWaitsForTheNextOne() {
        CountDownLatch hold = new CountDownLatch(1);
        tenants.afterRead = () -> await(hold);
        CompletableFuture<WarmTenant> before = snapshots.load(tenant.id);
        Eventually.await(Duration.ofSeconds(5), "the load has read", () -> tenants.loads.get() == 1);
        snapshots.changed(tenant.id, tenant.touch());
        CompletableFuture<WarmTenant> after = snapshots.load(tenant.id);
        hold.countDown();

        assertThat(join(before).snapshot().version()).isEqualTo(1);
        assertThat(join(after).snapshot().version()).isEqualTo(2);
        assertThat(tenants.loads).hasValue(2);
        assertThat(snapshots.findWarm(tenant.id)).contains(join(after));
    }

    @Test
    void aStormOfChangesStarvesNoColdCallAndShowsNoneWhatIsOlderThanItsHint() {
        AtomicLong told = new AtomicLong(1);
        AtomicBoolean stop = new AtomicBoolean();
        Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                long version = tenant.touch();
                snapshots.changed(tenant.id, version);
                told.set(version);
            }
        });
        try {
            tenants.afterRead = () -> {
                long overtaken = told.get() + 2; // what was read may be one ahead of what was told
                while (told.get() < overtaken && !stop.get()) {
                    Thread.onSpinWait();
                }
            };
            Race.onPlatformThreads(Duration.ofSeconds(60))
                    .run(3, runner -> () -> {
                        for (int i = 0; i < 50; i++) {
                            long atLeast = told.get();
                            assertThat(join(snapshots.load(tenant.id))
                                            .snapshot()
                                            .version())
                                    .isGreaterThanOrEqualTo(atLeast);
                        }
                        return runner;
                    })
                    .requireAll();
        } finally {
            stop.set(true);
        }
    }

    @Test
    void aTenantThatIsLoadedAgainAndAgainLeavesOthersTheirTurn() {
        Snapshots single = snapshots(new SnapshotPolicy(
                100, 100, Duration.ofHours(1), MAX_STALENESS, Duration.ofMillis(300), Duration.ofMillis(400), 1));
        Tenants.Tenant quiet = tenants.create();
        AtomicBoolean stop = new AtomicBoolean();
        tenants.afterRead = () -> {
            if (!stop.get()) { // there is always somebody who asked for the stormed tenant after its load began
                single.changed(tenant.id, tenant.touch());
                CompletableFuture<WarmTenant> _ = single.load(tenant.id);
            }
        };
        CompletableFuture<WarmTenant> _ = single.load(tenant.id);
        try {
            assertThat(join(single.load(quiet.id)).snapshot().tenant().id()).isEqualTo(quiet.id);
        } finally {
            stop.set(true);
        }
    }

    @Test
    void aFailedLoadIsTriedAgainByTheNextCall() {
        tenants.cutOff = true;
        assertThat(snapshots.load(tenant.id)).failsWithin(Duration.ofSeconds(5));
        tenants.cutOff = false;

        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(1);
    }

    private Snapshots snapshots(SnapshotPolicy policy) {
        return new Snapshots(tenants, policy, loads, nanos::get);
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
