package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One fair permit a tenant, taken before a connection: a storm of writers on one tenant waits here and holds no pool. A
 * tenant's permit exists only while somebody holds or awaits it.
 */
final class TenantPermits {

    private static final class Turn {
        private final Semaphore permit = new Semaphore(1, true);
        private int users;
    }

    private final Map<TenantId, Turn> turns = new HashMap<>();
    private final Duration patience;

    TenantPermits(Duration patience) {
        this.patience = patience;
    }

    /** Work done while holding a permit. */
    interface Work<T> {
        T run();
    }

    <T> T inTurn(TenantId tenant, Work<T> work) {
        Turn turn = enter(tenant);
        try {
            if (!turn.permit.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailable(
                        "Waiting for the tenant's earlier writes", new TimeoutException("no turn within " + patience));
            }
            try {
                return work.run();
            } finally {
                turn.permit.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Waiting for the tenant's earlier writes", interrupted);
        } finally {
            leave(tenant, turn);
        }
    }

    private synchronized Turn enter(TenantId tenant) {
        Turn turn = turns.computeIfAbsent(tenant, id -> new Turn());
        turn.users++;
        return turn;
    }

    private synchronized void leave(TenantId tenant, Turn turn) {
        turn.users--;
        if (turn.users == 0) {
            turns.remove(tenant);
        }
    }

    synchronized int known() {
        return turns.size();
    }
}
