package io.quartermaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.node.NodeStore.Told;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.JsonColumn.Stored;
import io.quartermaster.platform.json.Json;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of nodes, and for how long. */
final class NodeStoreTest {

    private final DatabaseScene scene = new DatabaseScene();
    private final NodeStore store = new NodeStore();
    private final NodeLife life = life(UUID.randomUUID());

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aNodeHasOneRowThatItsNextLifeTakesOver() {
        tell(life);
        scene.execute(
                "update nodes set started_at = started_at - interval '1 hour', seen_at = seen_at - interval '1 hour'");
        Told before = list().getFirst();
        tell(life);
        assertThat(list()).singleElement().satisfies(told -> {
            assertThat(told.startedAt()).isEqualTo(before.startedAt());
            assertThat(told.seenAt()).isAfter(before.seenAt());
            assertThat(told.report()).isEqualTo(NodeReports.report());
        });

        NodeLife next = life(life.node());
        tell(next);
        assertThat(list()).singleElement().satisfies(told -> {
            assertThat(told.life()).isEqualTo(next.id());
            assertThat(told.startedAt()).isEqualTo(told.seenAt()).isAfter(before.startedAt());
        });

        scene.database().inDeployment(tx -> store.end(tx, life));
        assertThat(list()).as("an earlier life ends nothing of this one").hasSize(1);
        scene.database().inDeployment(tx -> store.end(tx, next));
        assertThat(list()).isEmpty();
    }

    @Test
    void whoeverTellsForgetsThoseThatHaveToldNothingForADay() {
        tell(life);
        tell(life(UUID.randomUUID()));
        scene.execute("update nodes set seen_at = seen_at - interval '23 hours 59 minutes' where id = ?", life.node());
        tell(life(UUID.randomUUID()));
        assertThat(list()).hasSize(3);

        scene.execute("update nodes set seen_at = seen_at - interval '2 minutes' where id = ?", life.node());
        tell(life(UUID.randomUUID()));

        assertThat(list()).hasSize(3).extracting(Told::node).doesNotContain(life.node());
    }

    @Test
    void whatALaterReleaseTellsIsReadAsFarAsItCanBe() {
        tell(life);
        scene.execute("update nodes set report = report || '{\"later\": 1}'");
        assertThat(list().getFirst().report()).isEqualTo(NodeReports.report());

        scene.execute("update nodes set report = report - 'drift' || '{\"warnings\": \"private-7\"}'");
        assertThat(list().getFirst().report()).isEqualTo(NodeReport.unreadable());
    }

    @Test
    void aStoredReportIsJudgedInWordsThatDoNotRepeatIt() {
        Function<String, String> judge = json -> NodeJson.columns()
                .getFirst()
                .judge()
                .apply(new Stored(json, Map.of()))
                .orElse("");
        tell(life);
        String stored = Json.text(NodeReports.report());

        assertThat(judge.apply(stored)).isEmpty();
        assertThat(judge.apply(stored.replace("4096", "\"private-7\""))).isEqualTo("cannot be read as a node's report");
        assertThat(judge.apply("{}")).isEqualTo("cannot be read as a node's report");
    }

    private NodeLife life(UUID node) {
        return new NodeLife(scene.ids().next(), node);
    }

    private void tell(NodeLife told) {
        Instant seen = scene.database().inDeployment(tx -> {
            store.tell(tx, told, NodeReports.report());
            return store.now(tx);
        });
        scene.database().inDeployment(store::forget);
        assertThat(seen).isNotNull();
    }

    /** Each has the row that it forgets: in one transaction with telling, one of them would be aborted. */
    @Test
    void twoThatWereSilentForADayComeBackTogether() {
        List<NodeLife> back = List.of(life, life(UUID.randomUUID()));
        back.forEach(this::tell);
        for (int round = 0; round < 20; round++) {
            scene.execute("update nodes set seen_at = seen_at - interval '2 days'");
            Race.onVirtualThreads(Duration.ofSeconds(10))
                    .run(2, number -> () -> {
                        tell(back.get(number));
                        return number;
                    })
                    .requireAll();
        }
        assertThat(list()).hasSize(2);
    }

    private List<Told> list() {
        return scene.database().readDeployment(store::list);
    }
}
