package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many who set one default at the same instant, on two nodes of one database. */
final class DefaultModelRaceTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static TestServer server;
    private static TestServer second;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        second = server.secondNode();
    }

    @AfterAll
    static void stop() {
        second.close();
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
        tenant.provider("main");
    }

    @Test
    void case43_fiftyConcurrentPutsLeaveOneRowOfTheLastCommitAndFiftyEventsInOrder() throws Exception {
        List<String> models =
                IntStream.range(0, 50).mapToObj(i -> tenant.model("model-" + i)).toList();
        Set<String> valid = new HashSet<>(models);
        int eventsBefore = tenant.events().size();
        AtomicInteger writing = new AtomicInteger(models.size());
        List<Callable<Answer>> tasks = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            AdminClient node = (i % 2 == 0 ? server : second).operator();
            String body = "{\"model_id\":\"%s\"}".formatted(models.get(i));
            tasks.add(() -> {
                try {
                    return node.put(tenant.path("/default-models/llm"), body).require(200);
                } finally {
                    writing.decrementAndGet();
                }
            });
        }
        for (TestServer node : List.of(server, second, server, second)) {
            tasks.add(() -> {
                Answer seen;
                do {
                    seen = node.operator()
                            .get(tenant.path("/default-models/llm"))
                            .require(200);
                    assertThat(valid).contains(seen.string("model_id"));
                    assertThat(seen.body().path("model").path("id").asString()).isEqualTo(seen.string("model_id"));
                    assertThat(seen.body().path("model").path("live").asBoolean())
                            .isTrue();
                } while (writing.get() > 0);
                return seen;
            });
        }
        List<Answer> answers = Race.onVirtualThreads(BOUND).run(tasks).requireAll();

        Answer last = answers.stream()
                .max(Comparator.comparing(DefaultModelRaceTest::version))
                .orElseThrow();
        assertThat(tenant.defaultModel().body()).isEqualTo(last.body());
        assertThat(second.operator().get(tenant.path("/default-models/llm")).body())
                .isEqualTo(last.body());
        assertThat(tenant.number("select count(*) from default_models where tenant_id = ?"))
                .isEqualTo(1);
        List<JsonNode> events = tenant.events();
        List<JsonNode> pins = events.subList(eventsBefore, events.size());
        assertThat(pins)
                .hasSize(50)
                .allMatch(event -> event.path("action").asString().equals("default_model.pin"));
        assertThat(pins).extracting(event -> modelId(event, "after")).containsExactlyInAnyOrderElementsOf(models);
        for (int i = 1; i < pins.size(); i++) {
            assertThat(modelId(pins.get(i), "before")).isEqualTo(modelId(pins.get(i - 1), "after"));
            assertThat(pins.get(i).path("config_version").asLong())
                    .isEqualTo(pins.get(i - 1).path("config_version").asLong() + 1);
            assertThat(time(pins.get(i))).isAfterOrEqualTo(time(pins.get(i - 1)));
        }
        assertThat(modelId(pins.getLast(), "after")).isEqualTo(last.string("model_id"));
    }

    @Test
    void case44_ifNoneMatchLetsExactlyOneOfTwentySetAnUnsetDefault() {
        String disabledFirst = tenant.model("openai-compatible", "alpha", ",\"enabled\":false");
        tenant.put("/default-models/llm", "{\"model_id\":null}").require(200);
        tenant.patch("/models/" + disabledFirst, "{\"enabled\":true}").require(200); // pinned to none: not elected
        assertThat(put(server, disabledFirst, "if-none-match", "*").require(412).problem())
                .isEqualTo("stale");

        String ranks = server.operator().createModel(tenant.slug(), "ranks", "rerank");
        tenant.delete("/models/" + ranks).require(200); // rerank is unset
        List<Answer> answers = Race.onVirtualThreads(BOUND)
                .run(
                        20,
                        i -> () -> (i % 2 == 0 ? server : second)
                                .operator()
                                .send(
                                        "PUT",
                                        tenant.path("/default-models/rerank"),
                                        "{\"model_id\":null}",
                                        Map.of("if-none-match", "*")))
                .requireAll();
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(19);
    }

    @Test
    void case44_ifMatchLetsExactlyOneOfTwentyWinAndShowsTheOthersWhatIsCurrent() throws Exception {
        List<String> models =
                IntStream.range(0, 20).mapToObj(i -> tenant.model("model-" + i)).toList();
        String etag = tenant.defaultModel().header("etag");
        assertThat(etag).isNotEmpty();
        long before = tenant.version();
        List<Answer> answers = Race.onVirtualThreads(BOUND)
                .run(20, i -> () -> put(i % 2 == 0 ? server : second, models.get(i), "if-match", etag))
                .requireAll();

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(winners).hasSize(1);
        assertThat(tenant.defaultModel().body()).isEqualTo(winners.getFirst().body());
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 412)
                .hasSize(19)
                .allSatisfy(loser -> {
                    assertThat(loser.problem()).isEqualTo("stale");
                    assertThat(loser.body().path("current"))
                            .isEqualTo(winners.getFirst().body());
                });
        assertThat(tenant.version()).isEqualTo(before + 1);
    }

    @Test
    void case44_ifMatchOnAnUnsetDefaultIsStaleAndAnEtagOfUnpinningIsHonoured() {
        assertThat(put(server, "01890000-0000-7000-8000-000000000000", "if-match", "\"1\"")
                        .require(412)
                        .problem())
                .isEqualTo("stale");
        String alpha = tenant.model("alpha");
        String stale = tenant.defaultModel().header("etag");
        String current = tenant.pin("llm", alpha).require(200).header("etag");
        tenant.send("DELETE", "/default-models/llm", "", Map.of("if-match", stale))
                .require(412);
        tenant.send("DELETE", "/default-models/llm", "", Map.of("if-match", current))
                .require(200);
    }

    private Answer put(TestServer node, String model, String header, String value) {
        return node.operator()
                .send(
                        "PUT",
                        tenant.path("/default-models/llm"),
                        "{\"model_id\":\"%s\"}".formatted(model),
                        Map.of(header, value));
    }

    private static Long version(Answer answer) {
        return answer.body().path("version").asLong();
    }

    private static String modelId(JsonNode event, String when) {
        return event.path(when).path("model_id").asString();
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("occurred_at").asString());
    }
}
