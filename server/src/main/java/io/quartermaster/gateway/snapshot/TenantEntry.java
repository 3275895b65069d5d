package io.quartermaster.gateway.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One tenant in memory: what is served, what must not be served any more, and who waits for a load. Guarded by itself. */
final class TenantEntry {

    private final VersionFloor floor;
    private @Nullable WarmTenant current;
    private long confirmedAt;
    private boolean loading;

    /** Whom the attempt in flight must answer: they asked before it began. */
    private List<CompletableFuture<WarmTenant>> due = new ArrayList<>();

    /** Those who asked since, all of them. */
    private @Nullable CompletableFuture<WarmTenant> later;

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
        return tenant == null ? SnapshotPolicy.USUAL_SIZE : weight(tenant);
    }

    static int weight(WarmTenant tenant) {
        return Math.max(
                SnapshotPolicy.USUAL_SIZE,
                tenant.snapshot().tenant().keys().size()
                        + tenant.snapshot().providers().byPrecedence().size()
                        + tenant.snapshot().models().live().size());
    }

    synchronized long confirmedAt() {
        return confirmedAt;
    }

    /** Joins those who wait for the next attempt, or for this one should it read what is current when it ends. */
    synchronized Asked ask() {
        CompletableFuture<WarmTenant> answer = later;
        if (answer == null) {
            answer = new CompletableFuture<>();
            later = answer;
        }
        boolean mustLoad = !loading;
        loading = true;
        return new Asked(answer, mustLoad);
    }

    /** Begins an attempt, which is to answer all who asked until now. */
    synchronized LoadAttempt begin(long deploymentVersion, long now) {
        if (later != null) {
            due.add(later);
            later = null;
        }
        return new LoadAttempt(floor.value(), deploymentVersion, now);
    }

    /** Takes what an attempt has read: serves it if nothing newer is known by now, and says whom it answers. */
    synchronized Landing land(WarmTenant loaded, LoadAttempt attempt, boolean deploymentAdmits, long now) {
        boolean current = deploymentAdmits && floor.admits(loaded.snapshot().version());
        if (!current && !attempt.isAnsweredBy(loaded)) {
            return new Landing(List.of(), true);
        }
        raise(loaded.snapshot().version(), now);
        if (current) {
            this.current = loaded;
            served = loaded;
            confirmedAt = attempt.began();
            return new Landing(everybody(), false);
        }
        List<CompletableFuture<WarmTenant>> answered = due;
        due = new ArrayList<>();
        loading = later != null;
        return new Landing(answered, loading);
    }

    /** Ends loading without a result, which concerns all who wait. */
    synchronized List<CompletableFuture<WarmTenant>> giveUp() {
        return everybody();
    }

    private List<CompletableFuture<WarmTenant>> everybody() {
        List<CompletableFuture<WarmTenant>> everybody = due;
        if (later != null) {
            everybody.add(later);
        }
        due = new ArrayList<>();
        later = null;
        loading = false;
        return everybody;
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

    /** @param mustLoad whether no load is running, so that who asked must run one */
    record Asked(CompletableFuture<WarmTenant> answer, boolean mustLoad) {}

    /** Whom an attempt answers, and whether somebody waits for another one. */
    record Landing(List<CompletableFuture<WarmTenant>> answered, boolean again) {}
}
