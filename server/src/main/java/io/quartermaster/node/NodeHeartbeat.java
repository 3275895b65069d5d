package io.quartermaster.node;

import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every few seconds how this node is. When that fails, other nodes see it as it was; it serves on. */
final class NodeHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Database database;
    private final NodeLife life;
    private final NodeSigns signs;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final NodeStore store = new NodeStore();
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;
    private @Nullable Long complainedAt;

    NodeHeartbeat(Database database, NodeLife life, NodeSigns signs, Duration pause, LongSupplier nanoTime) {
        this.database = database;
        this.life = life;
        this.signs = signs;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** Begins; what never began leaves nothing behind either. */
    void start() {
        thread = Thread.ofVirtual().name("node-heartbeat").start(this::run);
    }

    private void run() {
        try {
            do {
                beat();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
            database.inDeployment(tx -> store.end(tx, life));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("This node is shown as one that does not answer, although it was stopped", failure);
        }
    }

    private void beat() {
        try {
            NodeReport report = signs.report();
            database.inDeployment(tx -> {
                store.tell(tx, life, report);
                return report;
            });
            database.inDeployment(store::forget);
        } catch (DatabaseUnavailable away) {
            LOG.debug("How this node is cannot be told now", away);
        } catch (RuntimeException failure) {
            complain(failure);
        }
    }

    /** Not every few seconds. */
    private void complain(RuntimeException failure) {
        long now = nanoTime.getAsLong();
        Long before = complainedAt;
        if (before == null || now - before >= QUIET.toNanos()) {
            complainedAt = now;
            LOG.warn("How this node is cannot be told to the others, who show it as it was; it serves on", failure);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            running.join(Duration.ofSeconds(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
