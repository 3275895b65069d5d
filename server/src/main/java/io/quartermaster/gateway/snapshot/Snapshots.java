package io.quartermaster.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.VersionListener;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.tenant.KeyOwner;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants in memory. A warm tenant is found without a lock or a thread change; a cold one is loaded once, however many calls
 * wait for it. Truth is the version tables: they are polled, and hints of changes are believed at once, so that a changed tenant is
 * stale before it is loaded again. Without the database, what is warm and not known to be stale is served up to the policy's bound.
 */
public final class Snapshots implements VersionListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int LOAD_ATTEMPTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 5;

    private final SnapshotSource source;
    private final SnapshotPolicy policy;
    private final Executor loads;
    private final LongSupplier nanoTime;
    private final Cache<TenantId, TenantEntry> tenants;
    private final KeyOwners owners;
    private final Semaphore loadPermits;
    private final VersionFloor deploymentFloor;
    private volatile long polledAt;
    private volatile boolean reachable = true;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread poller;

    /** {@code loads} runs each task on a virtual thread of its own; {@code nanoTime} is {@link System#nanoTime}, or a test's. */
    public Snapshots(SnapshotSource source, SnapshotPolicy policy, Executor loads, LongSupplier nanoTime) {
        this.source = source;
        this.policy = policy;
        this.loads = loads;
        this.nanoTime = nanoTime;
        this.loadPermits = new Semaphore(policy.concurrentLoads(), true);
        this.tenants = Caffeine.newBuilder()
                .maximumWeight((long) policy.tenants() * SnapshotPolicy.USUAL_SIZE)
                .weigher((TenantId _, TenantEntry entry) -> entry.weight())
                .expireAfterAccess(policy.idle())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.owners = new KeyOwners(source, policy, loads, nanoTime);
        this.deploymentFloor = new VersionFloor(nanoTime.getAsLong());
        this.polledAt = nanoTime.getAsLong();
    }

    /** Starts polling; without it a test polls by hand. */
    public void start() {
        poller = Thread.ofVirtual().name("snapshot-poll").start(this::pollForEver);
    }

    /** The owner of a key if it is in memory: unknown keys are remembered too, briefly. */
    public Optional<KeyFinding> findWarmKey(KeyHash hash) {
        return owners.findWarm(hash);
    }

    public CompletableFuture<KeyFinding> findKey(KeyHash hash) {
        return owners.find(hash);
    }

    /** The tenant if it is in memory and may be served now. */
    public Optional<WarmTenant> findWarm(TenantId id) {
        TenantEntry entry = tenants.getIfPresent(id);
        if (entry == null) {
            return Optional.empty();
        }
        WarmTenant served = entry.served();
        return served != null && isTrusted(entry) ? Optional.of(served) : Optional.empty();
    }

    /** The tenant as it is now, loaded unless it is warm; fails with {@link DatabaseUnavailable}. Completed on another thread. */
    public CompletableFuture<WarmTenant> load(TenantId id) {
        TenantEntry entry = tenants.get(id, _ -> new TenantEntry(nanoTime.getAsLong()));
        TenantEntry.Asked asked = entry.ask();
        if (asked.mustLoad()) {
            loads.execute(() -> load(id, entry));
        }
        return asked.answer().copy();
    }

    /** A hint that the tenant has this version now: what is older is not served from here on. */
    @Override
    public void changed(TenantId id, long version) {
        TenantEntry entry = tenants.getIfPresent(id);
        if (entry != null) {
            entry.raise(version, nanoTime.getAsLong());
        }
    }

    /** A hint that the deployment has this version now, which concerns every tenant. */
    @Override
    public void deploymentChanged(long version) {
        synchronized (deploymentFloor) {
            deploymentFloor.raise(version, nanoTime.getAsLong());
        }
        withdrawStale();
    }

    /** How many tenants are in memory. */
    public long size() {
        return tenants.estimatedSize();
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running = poller;
        if (running == null) {
            return;
        }
        try {
            running.join(PATIENCE); // not interrupted: that would break its connection in the middle of a question
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since the tables were last read, or since the tenant was, no longer than the policy allows. */
    private boolean isTrusted(TenantEntry entry) {
        long now = nanoTime.getAsLong();
        long bound = policy.maxStaleness().toNanos();
        return now - polledAt <= bound || now - entry.confirmedAt() <= bound;
    }

    private boolean deploymentAdmits(WarmTenant tenant) {
        synchronized (deploymentFloor) {
            return deploymentFloor.admits(tenant.snapshot().deploymentVersion());
        }
    }

    private void withdrawStale() {
        for (TenantEntry entry : tenants.asMap().values()) {
            WarmTenant served = entry.served();
            if (served != null && !deploymentAdmits(served)) {
                entry.withdraw();
            }
        }
    }

    private void load(TenantId id, TenantEntry entry) {
        try {
            loadForAll(id, entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(entry, new DatabaseUnavailable("Loading a tenant was interrupted", e));
        } catch (RuntimeException | Error e) {
            if (!(e instanceof DatabaseUnavailable)) {
                LOG.error("Loading the settings of tenant {} failed", id, e);
            }
            fail(entry, e);
        }
    }

    private static void fail(TenantEntry entry, Throwable cause) {
        entry.giveUp().forEach(waiting -> waiting.completeExceptionally(cause));
    }

    /**
     * Loads until nobody waits. Nobody waits for more than the attempt in flight and the next one, however fast the tenant changes,
     * and nobody gets a snapshot older than the newest version that this node knew when they asked:
     *
     * <ul>
     *   <li>Whoever asked before an attempt began is answered by it, even if a change has overtaken it since. The attempt notes the
     *       floors under the same locks under which it takes over those who ask; floors only rise but by the truth itself, so the
     *       ones noted are at least those that held when they asked, and what is answered is at least as new as the ones noted.
     *   <li>Whoever asked after it began is answered by it only if it is admitted by the floors that hold when it ends, which are
     *       at least those that held when they asked. Otherwise they are answered by the next attempt, as above.
     * </ul>
     *
     * What was overtaken answers those calls and is never served to another. A version that never appears (a forged hint) fails
     * those who wait for it; the next poll forgets it.
     */
    private void loadForAll(TenantId id, TenantEntry entry) throws InterruptedException {
        int older = 0;
        while (older < LOAD_ATTEMPTS) {
            if (older > 1) {
                Thread.sleep(FIRST_PAUSE_MILLIS << older);
            }
            TenantEntry.Landing landing = attempt(id, entry);
            if (!landing.again()) {
                return;
            }
            older = landing.answered().isEmpty() ? older + 1 : 0;
        }
        throw new DatabaseUnavailable(
                "The database keeps answering an older version of tenant " + id + " than was announced",
                new IllegalStateException("older than announced"));
    }

    /** A permit for each attempt, and in turn: a tenant that is loaded again and again takes no other's place. */
    private TenantEntry.Landing attempt(TenantId id, TenantEntry entry) throws InterruptedException {
        WarmTenant loaded;
        LoadAttempt attempt;
        loadPermits.acquire();
        try {
            synchronized (deploymentFloor) { // taken before the entry's lock, everywhere
                attempt = entry.begin(deploymentFloor.value(), nanoTime.getAsLong());
            }
            loaded = WarmTenant.of(source.load(id));
        } finally {
            loadPermits.release();
        }
        TenantEntry.Landing landing;
        synchronized (deploymentFloor) {
            landing = entry.land(
                    loaded,
                    attempt,
                    deploymentFloor.admits(loaded.snapshot().deploymentVersion()),
                    nanoTime.getAsLong());
            tenants.asMap().replace(id, entry, entry); // weighs it again
        }
        landing.answered().forEach(waiting -> waiting.complete(loaded));
        return landing;
    }

    private void pollForEver() {
        while (true) {
            try {
                if (closing.await(policy.pollEvery().toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                poll();
                if (!reachable) {
                    LOG.info("The version tables can be read again");
                }
                reachable = true;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (reachable && closing.getCount() > 0) {
                    LOG.warn(
                            "The version tables cannot be read; warm tenants are served for up to {}",
                            policy.maxStaleness(),
                            e);
                }
                reachable = false;
            }
        }
    }

    /** One look at the version tables. */
    void poll() {
        long began = nanoTime.getAsLong();
        pollDeployment(source.deploymentVersion(), began);
        Map<TenantId, TenantEntry> warm = Map.copyOf(tenants.asMap());
        Map<TenantId, Long> versions = warm.isEmpty() ? Map.of() : source.versions(Set.copyOf(warm.keySet()));
        warm.forEach((id, entry) -> {
            Long version = versions.get(id);
            if (version == null) {
                entry.withdraw(); // purged: the next call asks the database
            } else {
                entry.observe(version, began, nanoTime.getAsLong());
            }
        });
        polledAt = began;
    }

    private void pollDeployment(long version, long began) {
        boolean wentBack;
        synchronized (deploymentFloor) {
            wentBack = !deploymentFloor.observe(version, began, nanoTime.getAsLong());
        }
        if (wentBack) {
            tenants.asMap().values().forEach(TenantEntry::withdraw);
        }
        withdrawStale();
    }

    /** What is known of a key: its owner, the operator, or nothing. */
    public sealed interface KeyFinding {
        record OfTenant(KeyOwner owner) implements KeyFinding {}

        record OfOperator() implements KeyFinding {}

        record Unknown() implements KeyFinding {}
    }
}
