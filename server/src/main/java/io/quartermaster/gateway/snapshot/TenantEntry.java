package io.quartermaster.gateway.snapshot;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One tenant in memory: what is served, what must not be served any more, and the load in flight. Guarded by itself. */
final class TenantEntry {

    private final VersionFloor floor;
    private @Nullable WarmTenant current;
    private long confirmedAt;
    private @Nullable CompletableFuture<WarmTenant> loading;

    /** What was found fit to serve at the last look; read without the lock by every call. */
    private volatile @Nullable WarmTenant served;

    TenantEntry(long now) {
        this.floor = new VersionFloor(now);
        this.confirmedAt = now;
    }

    @Nullable
    WarmTenant served() {
        return served;
    }

    /** How much memory it takes, in keys, providers and models. */
    int weight() {
        WarmTenant tenant = served;
        return tenant == null
                ? SnapshotPolicy.USUAL_SIZE
                : Math.max(
                        SnapshotPolicy.USUAL_SIZE,
                        tenant.snapshot().tenant().keys().size()
                                + tenant.snapshot().providers().byPrecedence().size()
                                + tenant.snapshot().models().live().size());
    }

    synchronized long confirmedAt() {
        return confirmedAt;
    }

    /** The load in flight; empty when there was none, so that {@code mine} is it now and the caller must load. */
    synchronized Optional<CompletableFuture<WarmTenant>> joinLoad(CompletableFuture<WarmTenant> mine) {
        Optional<CompletableFuture<WarmTenant>> running = Optional.ofNullable(loading);
        if (running.isEmpty()) {
            loading = mine;
        }
        return running;
    }

    /** Serves what was loaded, unless it is older than what must be served by now. */
    synchronized boolean offer(WarmTenant loaded, long began, long now) {
        if (!floor.admits(loaded.snapshot().version())) {
            return false;
        }
        floor.raise(loaded.snapshot().version(), now);
        current = loaded;
        served = loaded;
        confirmedAt = began;
        loading = null;
        return true;
    }

    synchronized void giveUp() {
        loading = null;
    }

    synchronized void raise(long version, long now) {
        floor.raise(version, now);
        withdrawIfStale();
    }

    /** Takes the version that a poll begun at {@code began} has read. */
    synchronized void observe(long version, long began, long now) {
        if (!floor.observe(version, began, now)) {
            current = null;
            served = null;
        }
        withdrawIfStale();
    }

    synchronized void withdraw() {
        current = null;
        served = null;
    }

    private void withdrawIfStale() {
        if (current != null && !floor.admits(current.snapshot().version())) {
            current = null;
            served = null;
        }
    }
}
