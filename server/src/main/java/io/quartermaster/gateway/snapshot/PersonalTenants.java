package io.quartermaster.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.provider.HeldCredential;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UserKeyStamp;
import io.quartermaster.provider.UserKeysView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tenants as the calls of people find them who have keys of their own. A tenant's snapshot holds no user keys, so that it stays small
 * with any number of people; it has the stamp of all of them, and what is remembered here of a person holds while that stamp does. A
 * change of any user key therefore costs each person of the tenant who calls one read, and a change of anything else costs none.
 * Keys and settings that do not belong together never meet: a key read beside a newer stamp waits for the newer snapshot.
 */
public final class PersonalTenants {

    private static final int ATTEMPTS = 4;

    /** Where a person's keys come from: the database, or a test; blocks. */
    @FunctionalInterface
    public interface Source {
        UserKeysView read(TenantId tenant, UserId user);
    }

    private final Source source;
    private final Snapshots snapshots;
    private final Executor loads;
    private final Semaphore loadPermits;
    private final Cache<Person, Remembered> people;
    private final Map<Wanted, CompletableFuture<WarmTenant>> inFlight = new ConcurrentHashMap<>();

    /** As {@link Snapshots} takes them. */
    public PersonalTenants(
            Source source, Snapshots snapshots, SnapshotPolicy policy, Executor loads, LongSupplier nanoTime) {
        this.source = source;
        this.snapshots = snapshots;
        this.loads = loads;
        this.loadPermits = new Semaphore(policy.concurrentLoads());
        this.people = Caffeine.newBuilder()
                .maximumWeight((long) policy.tenants() * SnapshotPolicy.USUAL_SIZE)
                .weigher((Person _, Remembered remembered) -> remembered.weight())
                .expireAfterAccess(policy.idle())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    private record Person(TenantId tenant, UserId user) {}

    /** A load that callers may share: none gets older settings than those it came with. */
    private record Wanted(Person person, long version, long deploymentVersion) {}

    /**
     * A person's keys and what became of them.
     *
     * @param base the snapshot that {@code personal} was made of; both null while there are no keys, so that nothing old is kept
     */
    private record Remembered(
            UserKeyStamp stamp,
            Map<ProviderConfigId, HeldCredential> keys,
            @Nullable WarmTenant base,
            @Nullable WarmTenant personal) {

        static Remembered of(UserKeyStamp stamp, Map<ProviderConfigId, HeldCredential> keys, WarmTenant tenant) {
            if (keys.isEmpty()) {
                return new Remembered(stamp, keys, null, null);
            }
            ProvidersView providers = tenant.snapshot().providers().withUserKeys(keys);
            return new Remembered(
                    stamp,
                    keys,
                    tenant,
                    new WarmTenant(
                            tenant.snapshot(),
                            RoutingTable.of(providers, tenant.snapshot().models())));
        }

        /** As the tenant's own: the index of names is as large as the models are many. */
        int weight() {
            return personal == null ? 1 : TenantEntry.weight(personal);
        }

        @SuppressWarnings("ReferenceEquality") // another snapshot, however equal, has other routes
        Optional<WarmTenant> of(WarmTenant tenant) {
            if (!stamp.equals(tenant.snapshot().userKeys())) {
                return Optional.empty();
            }
            return keys.isEmpty() ? Optional.of(tenant) : Optional.ofNullable(base == tenant ? personal : null);
        }
    }

    /** The tenant as it is for the person, if that is in memory and holds. */
    public Optional<WarmTenant> findWarm(WarmTenant tenant, UserId user) {
        if (tenant.snapshot().userKeys().isNone()) {
            return Optional.of(tenant);
        }
        Remembered remembered = people.getIfPresent(person(tenant, user));
        return remembered == null ? Optional.empty() : remembered.of(tenant);
    }

    /** As above, read where needed; fails with {@link DatabaseUnavailable}. Completed on another thread. */
    public CompletableFuture<WarmTenant> load(WarmTenant tenant, UserId user) {
        Optional<WarmTenant> warm = findWarm(tenant, user);
        if (warm.isPresent()) {
            return CompletableFuture.completedFuture(warm.get());
        }
        Wanted wanted = new Wanted(
                person(tenant, user),
                tenant.snapshot().version(),
                tenant.snapshot().deploymentVersion());
        CompletableFuture<WarmTenant> mine = new CompletableFuture<>();
        CompletableFuture<WarmTenant> running = inFlight.putIfAbsent(wanted, mine);
        if (running != null) {
            return running.copy();
        }
        loads.execute(() -> load(wanted, tenant, mine));
        return mine.copy();
    }

    private void load(Wanted wanted, WarmTenant tenant, CompletableFuture<WarmTenant> result) {
        try {
            WarmTenant loaded = load(wanted.person(), tenant);
            inFlight.remove(wanted);
            result.complete(loaded);
        } catch (RuntimeException | Error e) {
            inFlight.remove(wanted);
            result.completeExceptionally(e);
        }
    }

    private WarmTenant load(Person person, WarmTenant tenant) {
        WarmTenant current = tenant;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            UserKeyStamp stamp = current.snapshot().userKeys();
            Remembered known = people.getIfPresent(person);
            Remembered fresh;
            if (known != null && known.stamp().equals(stamp)) {
                fresh = Remembered.of(stamp, known.keys(), current); // the settings changed, and no key
            } else {
                UserKeysView read = read(person);
                fresh = Remembered.of(read.stamp(), read.keys(), current);
                if (!read.stamp().equals(stamp)) {
                    snapshots.changed(person.tenant(), read.version());
                    current = reload(person.tenant());
                    continue;
                }
            }
            people.put(person, fresh);
            WarmTenant loaded = current;
            return fresh.of(loaded).orElse(loaded);
        }
        throw new DatabaseUnavailable(
                "The user keys of tenant " + person.tenant() + " change faster than they can be read",
                new IllegalStateException("changed meanwhile"));
    }

    private UserKeysView read(Person person) {
        try {
            loadPermits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Reading user keys was interrupted", e);
        }
        try {
            return source.read(person.tenant(), person.user());
        } finally {
            loadPermits.release();
        }
    }

    private WarmTenant reload(TenantId tenant) {
        try {
            return snapshots.load(tenant).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Person person(WarmTenant tenant, UserId user) {
        return new Person(tenant.snapshot().tenant().id(), user);
    }
}
