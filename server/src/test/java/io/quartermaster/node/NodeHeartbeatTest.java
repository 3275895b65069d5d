package io.quartermaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that cannot tell how it is. */
final class NodeHeartbeatTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DatabaseScene scene = new DatabaseScene();
    private final NodeLife life = new NodeLife(scene.ids().next(), scene.ids().next());
    private final AtomicInteger beats = new AtomicInteger();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aHeartbeatThatIsRefusedGoesOnAndTellsOnceItMayAgain() {
        String server = scene.login().user();
        scene.execute("revoke insert, update on nodes from " + server);
        try (NodeHeartbeat heartbeat = heartbeat(() -> List.of())) {
            heartbeat.start();
            Eventually.await(SOON, "it beats on", () -> beats.get() >= 3);
            assertThat(nodes()).isZero();

            scene.execute("grant insert, update on nodes to " + server);
            Eventually.await(SOON, "it tells", () -> nodes() == 1);
        }
        assertThat(nodes()).as("a stopped one leaves nothing").isZero();
    }

    @Test
    void aSignThatCannotBeReadDoesNotEndIt() {
        try (NodeHeartbeat heartbeat = heartbeat(() -> {
            if (beats.get() < 3) {
                throw new IllegalStateException("broken");
            }
            return List.of();
        })) {
            heartbeat.start();
            Eventually.await(SOON, "it tells", () -> nodes() == 1);
        }
    }

    private NodeHeartbeat heartbeat(Supplier<List<String>> reasons) {
        NodeSigns well = NodeReports.signs();
        NodeSigns signs = new NodeSigns(
                well.host(),
                well.release(),
                () -> {
                    beats.incrementAndGet();
                    return reasons.get();
                },
                well.warnings(),
                well.callsInFlight(),
                well.spoolBytes(),
                well.drift(),
                well.troubled());
        return new NodeHeartbeat(scene.database(), life, signs, PAUSE, System::nanoTime);
    }

    private int nodes() {
        return scene.database().readDeployment(new NodeStore()::list).size();
    }
}
