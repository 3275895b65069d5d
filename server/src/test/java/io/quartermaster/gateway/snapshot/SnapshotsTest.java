package io.quartermaster.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.gateway.snapshot.Snapshots.KeyFinding;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

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
    void aHintMakesATenantStaleBeforeItIsLoadedAgain() {
        join(snapshots.load(tenant.id));

        snapshots.changed(tenant.id, tenant.touch());

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(2);
        assertThat(snapshots.findWarm(tenant.id)).isPresent();
    }

    @Test
    void anOldHintChangesNothing() {
        tenant.touch();
        join(snapshots.load(tenant.id));

        snapshots.changed(tenant.id, 1);
        snapshots.changed(tenant.id, 2);

        assertThat(snapshots.findWarm(tenant.id)).isPresent();
    }

    @Test
    void aPollFindsWhatNoHintTold() {
        join(snapshots.load(tenant.id));
        tenant.touch();
        assertThat(snapshots.findWarm(tenant.id)).isPresent();

        poll();

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
    }

    @Test
    void aChangeOfTheDeploymentConcernsEveryTenant() {
        Tenants.Tenant other = tenants.create();
        join(snapshots.load(tenant.id));
        join(snapshots.load(other.id));

        snapshots.deploymentChanged(tenants.changeDeployment());

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(snapshots.findWarm(other.id)).isEmpty();
        join(snapshots.load(tenant.id));
        assertThat(snapshots.findWarm(tenant.id)).isPresent();
        assertThat(snapshots.findWarm(other.id)).isEmpty();
    }

    @Test
    void aPollFindsAChangeOfTheDeployment() {
        join(snapshots.load(tenant.id));
        tenants.changeDeployment();

        poll();

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
    }

    @Test
    void withoutTheDatabaseWarmTenantsAreServedUpToTheBound() {
        join(snapshots.load(tenant.id));
        poll();
        tenants.cutOff = true;

        advance(MAX_STALENESS.minusSeconds(1));
        assertThatThrownBy(snapshots::poll).isInstanceOf(DatabaseUnavailable.class);
        assertThat(snapshots.findWarm(tenant.id)).isPresent();

        advance(Duration.ofSeconds(2));
        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(snapshots.load(tenant.id)).failsWithin(Duration.ofSeconds(5));

        tenants.cutOff = false;
        poll();
        assertThat(snapshots.findWarm(tenant.id)).isPresent();
    }

    @Test
    void withoutTheDatabaseATenantKnownToBeStaleIsNotServed() {
        join(snapshots.load(tenant.id));
        long changed = tenant.touch();
        tenants.cutOff = true;

        snapshots.changed(tenant.id, changed);

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(snapshots.load(tenant.id)).failsWithin(Duration.ofSeconds(5));
        tenants.cutOff = false;
        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(changed);
    }

    @Test
    void aForgedHintCostsOnePollAtMost() {
        join(snapshots.load(tenant.id));
        advance(Duration.ofMillis(1));

        snapshots.changed(tenant.id, 1_000_000);
        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        poll();

        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(1);
        assertThat(snapshots.findWarm(tenant.id)).isPresent();
    }

    @Test
    void aRestoredBackupIsFollowedDownwards() {
        tenants.setVersion(tenant.id, 50);
        join(snapshots.load(tenant.id));
        advance(Duration.ofMillis(1));
        tenants.setVersion(tenant.id, 40);

        poll();

        assertThat(snapshots.findWarm(tenant.id)).isEmpty();
        assertThat(join(snapshots.load(tenant.id)).snapshot().version()).isEqualTo(40);
    }

    @Test
    void aPollThatBeganBeforeAHintDoesNotLowerIt() {
        join(snapshots.load(tenant.id));
        VersionFloor floor = new VersionFloor(0);
        floor.raise(7, 100);

        assertThat(floor.observe(6, 99, 120)).isTrue();
        assertThat(floor.admits(6)).isFalse();
        assertThat(floor.observe(6, 101, 120)).isFalse();
        assertThat(floor.admits(6)).isTrue();
    }

    @Test
    void idleTenantsLeaveAndMemoryStaysBounded() {
        Snapshots small = snapshots(new SnapshotPolicy(
                10, 10, Duration.ofMinutes(10), MAX_STALENESS, Duration.ofMillis(300), Duration.ofMillis(400), 4));
        for (int i = 0; i < 200; i++) {
            join(small.load(tenants.create().id));
        }
        TenantId last = tenants.create().id;
        for (int calls = 0; calls < 100 && small.findWarm(last).isEmpty(); calls++) {
            join(small.load(last)); // a cache that prefers what is used often may not take it at its first use
        }
        assertThat(small.findWarm(last)).isPresent();
        assertThat(small.size()).isLessThanOrEqualTo(11);

        advance(Duration.ofMinutes(11));
        small.poll();
        assertThat(small.findWarm(last)).isEmpty();
    }

    @Test
    void unknownKeysAreRememberedForABlink() {
        KeyHash hash = KeyHash.of("qm_nobody");
        assertThat(join(snapshots.findKey(hash))).isEqualTo(new KeyFinding.Unknown());
        assertThat(snapshots.findWarmKey(hash)).contains(new KeyFinding.Unknown());
        assertThat(tenants.keyLookups).hasValue(1);

        advance(Duration.ofMillis(500));

        assertThat(snapshots.findWarmKey(hash)).isEmpty();
    }

    @Test
    void knownKeysStayAndTroubleIsNotRemembered() {
        KeyHash hash = KeyHash.of(tenant.key());
        tenants.cutOff = true;
        assertThat(snapshots.findKey(hash)).failsWithin(Duration.ofSeconds(5));
        assertThat(snapshots.findWarmKey(hash)).isEmpty();
        tenants.cutOff = false;

        assertThat(join(snapshots.findKey(hash))).isInstanceOf(KeyFinding.OfTenant.class);
        advance(Duration.ofMinutes(1));
        assertThat(snapshots.findWarmKey(hash)).isPresent();
        assertThat(join(snapshots.findKey(KeyHash.of(tenants.operatorKey())))).isEqualTo(new KeyFinding.OfOperator());
    }

    @Test
    void underConcurrentChangesNoCallSeesASettingOlderThanItsHint() {
        AtomicLong told = new AtomicLong(1);
        Race.onPlatformThreads(Duration.ofSeconds(60))
                .run(4, runner -> () -> {
                    for (int i = 0; i < 2_000; i++) {
                        if (runner == 0) {
                            long version = tenant.touch();
                            snapshots.changed(tenant.id, version);
                            told.set(version);
                        } else {
                            long atLeast = told.get();
                            WarmTenant seen = snapshots.findWarm(tenant.id).orElse(null);
                            if (seen == null) {
                                seen = join(snapshots.load(tenant.id));
                            }
                            assertThat(seen.snapshot().version()).isGreaterThanOrEqualTo(atLeast);
                        }
                    }
                    return runner;
                })
                .requireAll();
    }

    private Snapshots snapshots(SnapshotPolicy policy) {
        return new Snapshots(tenants, policy, loads, nanos::get);
    }

    /** A poll at a later moment than everything before it. */
    private void poll() {
        advance(Duration.ofMillis(1));
        snapshots.poll();
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
