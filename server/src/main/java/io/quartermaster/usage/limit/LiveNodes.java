package io.quartermaster.usage.limit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.DeploymentTx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many nodes serve the deployment: each says in the database every two seconds that it lives, and is counted for ten seconds after it
 * said so last. While the database is away the last number holds.
 */
public final class LiveNodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration ALIVE = Duration.ofSeconds(10);

    private final Database database;
    private final NodeLife life;
    private final NodeLifeStore store = new NodeLifeStore();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile int count = 1;

    public LiveNodes(Database database, NodeLife life, MeterRegistry registry) {
        this.database = database;
        this.life = life;
        Gauge.builder("qm.nodes.live", this, LiveNodes::count)
                .description("Nodes that serve the deployment, as this one sees it")
                .register(registry);
        this.thread = Thread.ofVirtual().name("node-life").start(this::run);
    }

    /** At least one: this. */
    public int count() {
        return count;
    }

    /** Says that this node lives before anything else is done. */
    public void tellNow() {
        database.inDeployment(tx -> store.beat(tx, life, ALIVE));
    }

    /** Whether a node with another data folder serves the deployment. */
    public boolean othersLive(DeploymentTx tx) {
        return store.othersLive(tx, life, ALIVE);
    }

    /** Called at each beat, on a thread of its own. */
    public void onBeat(Runnable listener) {
        listeners.add(listener);
    }

    private void run() {
        try {
            do {
                beat();
                listeners.forEach(this::tell);
            } while (!closing.await(BEAT.toMillis(), TimeUnit.MILLISECONDS));
            database.inDeployment(tx -> store.end(tx, life));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (DatabaseUnavailable away) {
            LOG.debug("This node is counted a few seconds longer than it lives", away);
        } catch (RuntimeException failure) {
            LOG.warn("This node is counted a few seconds longer than it lives", failure);
        }
    }

    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException failure) {
            warn("What is done at each beat failed", failure);
        }
    }

    /** Once, and not every two seconds. */
    private void warn(String what, RuntimeException failure) {
        if (told.add(what)) {
            LOG.warn("{}; this node goes on", what, failure);
        }
    }

    private void beat() {
        try {
            int living = database.inDeployment(tx -> store.beat(tx, life, ALIVE));
            if (living != count) {
                LOG.info("{} nodes serve this deployment", living);
                count = Math.max(1, living);
            }
        } catch (DatabaseUnavailable away) {
            LOG.debug("How many nodes there are is not known now; it were {}", count, away);
        } catch (RuntimeException failure) {
            warn("This node could not say that it lives", failure);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
