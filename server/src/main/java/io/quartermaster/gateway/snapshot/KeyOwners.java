package io.quartermaster.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.gateway.snapshot.Snapshots.KeyFinding;
import io.quartermaster.tenant.KeyHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Whose keys are which. A key never changes its owner, and whether its text still holds is said by its tenant's snapshot, so a known owner
 * may stay; an unknown key may be created any moment, so that is remembered for a blink only.
 */
final class KeyOwners {

    private final SnapshotSource source;
    private final Executor loads;
    private final Semaphore loadPermits;
    private final Cache<KeyHash, KeyFinding> known;
    private final Cache<KeyHash, KeyFinding> unknown;
    private final Map<KeyHash, CompletableFuture<KeyFinding>> inFlight = new ConcurrentHashMap<>();

    KeyOwners(SnapshotSource source, SnapshotPolicy policy, Executor loads, LongSupplier nanoTime) {
        this.source = source;
        this.loads = loads;
        // Its own: a storm of made-up keys must not hold up the loading of tenants.
        this.loadPermits = new Semaphore(policy.concurrentLoads());
        this.known = Caffeine.newBuilder()
                .maximumSize(policy.keys())
                .expireAfterAccess(policy.idle())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.unknown = Caffeine.newBuilder()
                .maximumSize(policy.keys())
                .expireAfterWrite(policy.unknownKeyFor())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Optional<KeyFinding> findWarm(KeyHash hash) {
        KeyFinding finding = known.getIfPresent(hash);
        return Optional.ofNullable(finding != null ? finding : unknown.getIfPresent(hash));
    }

    CompletableFuture<KeyFinding> find(KeyHash hash) {
        CompletableFuture<KeyFinding> mine = new CompletableFuture<>();
        CompletableFuture<KeyFinding> running = inFlight.putIfAbsent(hash, mine);
        if (running != null) {
            return running.copy();
        }
        loads.execute(() -> find(hash, mine));
        return mine.copy();
    }

    private void find(KeyHash hash, CompletableFuture<KeyFinding> result) {
        try {
            loadPermits.acquire();
            try {
                KeyFinding finding = fetch(hash);
                (finding instanceof KeyFinding.Unknown ? unknown : known).put(hash, finding);
                inFlight.remove(hash);
                result.complete(finding);
            } finally {
                loadPermits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inFlight.remove(hash);
            result.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            inFlight.remove(hash);
            result.completeExceptionally(e);
        }
    }

    private KeyFinding fetch(KeyHash hash) {
        byte[] bytes = hash.bytes();
        return source.findKey(hash)
                .<KeyFinding>map(KeyFinding.OfTenant::new)
                .orElseGet(() -> source.isOperatorKey(bytes) ? new KeyFinding.OfOperator() : new KeyFinding.Unknown());
    }
}
