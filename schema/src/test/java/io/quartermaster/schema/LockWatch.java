package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks every few milliseconds for how long locks are held that shut writers or readers out of tables. */
final class LockWatch implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final String HEAVY = """
            select l.pid || ' ' || l.virtualtransaction, c.relname, l.mode from pg_locks l join pg_class c on c.oid = l.relation
            where l.locktype = 'relation' and l.granted and c.relname = any (?)
              and l.database = (select oid from pg_database where datname = current_database())
              and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
            """;

    private record Lock(String holder, String table, String mode) {}

    /** The one that was held for longest. */
    record Longest(String what, Duration held) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Longest> watching;
    private volatile boolean stopping;

    /** @param tables those that were there before; new ones nobody waits for */
    LockWatch(Connection superuser, List<String> tables) {
        this.watching = thread.submit(() -> watch(superuser, tables));
    }

    private Longest watch(Connection superuser, List<String> tables) throws SQLException {
        Longest longest = new Longest("nothing", Duration.ZERO);
        Map<Lock, Long> since = new HashMap<>();
        try (PreparedStatement look = superuser.prepareStatement(HEAVY)) {
            look.setArray(1, superuser.createArrayOf("text", tables.toArray()));
            while (!stopping) {
                Map<Lock, Long> held = new HashMap<>();
                long now = System.nanoTime();
                try (ResultSet rows = look.executeQuery()) {
                    while (rows.next()) {
                        Lock lock = new Lock(rows.getString(1), rows.getString(2), rows.getString(3));
                        held.put(lock, since.getOrDefault(lock, now));
                    }
                }
                since = held;
                for (Map.Entry<Lock, Long> lock : held.entrySet()) {
                    Duration duration = Duration.ofNanos(now - lock.getValue());
                    if (duration.compareTo(longest.held()) > 0) {
                        longest = new Longest(
                                lock.getKey().mode() + " on " + lock.getKey().table(), duration);
                    }
                }
                LockSupport.parkNanos(EVERY_NANOS);
            }
        }
        return longest;
    }

    Longest stop() throws Exception {
        stopping = true;
        return watching.get();
    }

    @Override
    public void close() {
        stopping = true;
        thread.close();
    }
}
