package io.quartermaster.usage.limit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a node does while it lives. */
final class LiveNodesTest {

    @Test
    void aListenerThatFailsEndsNeitherTheBeatNorWhatOthersDoAtIt() {
        AtomicInteger beats = new AtomicInteger();
        try (DatabaseScene scene = new DatabaseScene();
                LiveNodes nodes = new LiveNodes(
                        scene.database(),
                        new NodeLife(scene.ids().next(), scene.ids().next()),
                        new SimpleMeterRegistry())) {
            nodes.onBeat(() -> {
                throw new IllegalStateException("broken");
            });
            nodes.onBeat(beats::incrementAndGet);
            Eventually.await(Duration.ofSeconds(20), "it beats on", () -> beats.get() >= 2);
        }
    }
}
