package io.quartermaster.tenant;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers when each key was last used, to the minute: written behind the calls, a few seconds later, and never as a change of
 * settings. What a crash loses is a minute of a date that nothing depends on.
 */
public final class ApiKeyUses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyUses.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 100_000;

    private final Database database;
    private final ApiKeyUseStore store = new ApiKeyUseStore();
    private final Map<KeyOwner, Instant> waiting = new HashMap<>();
    private final Map<KeyOwner, Instant> written = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;

    public ApiKeyUses(Database database) {
        this.database = database;
        this.writer = Thread.ofVirtual().name("api-key-uses").start(this::run);
    }

    /** Takes note of a use; cheap, and does not wait for the database. */
    public synchronized void used(KeyOwner key, Instant at) {
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        Instant known = written.get(key);
        if (known == null || known.isBefore(minute)) {
            waiting.merge(key, minute, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            try {
                last = closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                last = true;
            }
            write(take());
        }
    }

    private synchronized Map<KeyOwner, Instant> take() {
        Map<KeyOwner, Instant> taken = Map.copyOf(waiting);
        waiting.clear();
        if (written.size() > MOST_REMEMBERED) {
            written.clear(); // the next use of each key is written once more than needed
        }
        written.putAll(taken);
        return taken;
    }

    private void write(Map<KeyOwner, Instant> taken) {
        Map<TenantId, Map<ApiKeyId, Instant>> byTenant = new HashMap<>();
        taken.forEach((key, at) ->
                byTenant.computeIfAbsent(key.tenant(), _ -> new HashMap<>()).put(key.key(), at));
        byTenant.forEach((tenant, keys) -> {
            try {
                database.append(tenant, tx -> store.put(tx, keys));
            } catch (RuntimeException failure) { // also a key that was deleted meanwhile; the next use tries again
                LOG.debug("The last use of {} keys of tenant {} was not written", keys.size(), tenant, failure);
                forget(tenant, keys);
            }
        });
    }

    private synchronized void forget(TenantId tenant, Map<ApiKeyId, Instant> keys) {
        keys.keySet().forEach(key -> written.remove(new KeyOwner(tenant, key)));
    }

    /** Writes what waits, for at most two seconds. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
