package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which models are tried after which. */
final class ModelFallbackTest {

    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

    private static TestServer server;

    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
        tenant.provider("main");
    }

    @Test
    void fallbacksKeepTheirOrderAndAreReplacedAsAWhole() {
        String one = tenant.model("one");
        String two = tenant.model("two");
        String three = tenant.model("three");
        String id = tenant.model("openai-compatible", "alpha", ",\"fallbacks\":" + list(two, one));
        assertThat(fallbacks(id)).containsExactly(two, one);
        tenant.patch("/models/" + id, "{\"display_name\":\"x\"}").require(200);
        assertThat(fallbacks(id)).containsExactly(two, one);
        setFallbacks(id, three, two, one).require(200);
        assertThat(fallbacks(id)).containsExactly(three, two, one);
        tenant.patch("/models/" + id, "{\"fallbacks\":null}").require(200);
        assertThat(fallbacks(id)).isEmpty();
    }

    @Test
    void aFallbackThatCannotStandInIsRefusedAndNamedAForeignOneLikeAMissingOne() throws Exception {
        String id = tenant.model("alpha");
        String good = tenant.model("good");
        String disabled = tenant.model("disabled");
        tenant.patch("/models/" + disabled, "{\"enabled\":false}").require(200);
        String deleted = tenant.model("deleted");
        tenant.delete("/models/" + deleted).require(200);
        String embedding = tenant.post(
                        "/models", "{\"family\":\"openai\",\"model\":\"e\",\"model_type\":\"text-embedding\"}")
                .require(201)
                .string("id");
        String foreign = TestTenant.on(server).model("theirs");
        long version = tenant.version();

        requireRefused(setFallbacks(id, good, embedding), "fallbacks[1]", "wrong_type");
        requireRefused(setFallbacks(id, deleted), "fallbacks[0]", "deleted");
        requireRefused(setFallbacks(id, id), "fallbacks[0]", "itself");
        Answer missing = setFallbacks(id, NOBODY);
        requireRefused(missing, "fallbacks[0]", "not_found");
        Answer theirs = setFallbacks(id, foreign);
        assertThat(theirs.status()).isEqualTo(422);
        assertThat(theirs.string("detail")).isEqualTo(missing.string("detail"));
        assertThat(theirs.body().path("errors")).isEqualTo(missing.body().path("errors"));
        assertThat(setFallbacks(id, good, good).require(400).errorField()).isEqualTo("fallbacks");
        setFallbacks(id, "no-id").require(400);
        String[] seventeen = IntStream.range(0, 17)
                .mapToObj(i -> NOBODY.replaceFirst("..$", "" + (10 + i)))
                .toArray(String[]::new);
        assertThat(setFallbacks(id, seventeen).require(400).errorCode()).isEqualTo("too_many");
        assertThat(tenant.version()).isEqualTo(version);

        setFallbacks(id, disabled).require(200); // it may be enabled again; until then it is passed over
    }

    @Test
    void noChainLeadsBackToWhereItBegan() {
        List<String> chain = Stream.of("a", "b", "c", "d").map(tenant::model).toList();
        for (int i = 0; i + 1 < chain.size(); i++) {
            setFallbacks(chain.get(i), chain.get(i + 1)).require(200);
        }
        String outside = tenant.model("outside");
        requireRefused(setFallbacks(chain.get(3), outside, chain.get(0)), "fallbacks[1]", "circle");
        requireRefused(setFallbacks(chain.get(1), chain.get(0)), "fallbacks[0]", "circle");
        setFallbacks(chain.get(0), chain.get(1), chain.get(3)).require(200); // two ways to one model are no circle
    }

    @Test
    void ofChangesThatCloseACircleOnlyTogetherAtLeastOneIsRefused() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> ring =
                    IntStream.range(0, 4).mapToObj(i -> tenant.model("m" + i)).toList();
            List<Callable<Answer>> changes = new ArrayList<>();
            for (int i = 0; i < ring.size(); i++) {
                String from = ring.get(i);
                String to = ring.get((i + 1) % ring.size());
                changes.add(() -> setFallbacks(from, to));
            }
            List<Answer> answers =
                    Race.onVirtualThreads(Duration.ofSeconds(60)).run(changes).requireAll();
            assertThat(answers).extracting(Answer::status).containsOnlyOnce(422).containsOnly(200, 422);
        }
    }

    @Test
    void aDeletedModelIsTakenOutOfTheFallbacksOfOthersWhichIsToldAndStaysSoWhenItIsRestored() throws Exception {
        String last = tenant.model("last");
        String gone = tenant.model("openai-compatible", "gone", ",\"fallbacks\":" + list(last));
        String id = tenant.model("openai-compatible", "alpha", ",\"alias\":\"fast\",\"fallbacks\":" + list(gone, last));
        Answer before = tenant.get("/models/" + id);

        Answer told = tenant.delete("/models/" + gone + "?dry_run=true").require(200);
        assertThat(fallbacks(id)).containsExactly(gone, last);
        Answer deleted = tenant.delete("/models/" + gone).require(200);

        assertThat(deleted.body().path("lost_fallbacks")).isEqualTo(told.body().path("lost_fallbacks"));
        assertThat(deleted.body()
                        .path("lost_fallbacks")
                        .valueStream()
                        .map(model -> model.path("id").asString()))
                .containsExactly(id);
        assertThat(fallbacks(id)).containsExactly(last);
        assertThat(tenant.get("/models/" + id).header("etag"))
                .isNotEqualTo(before.header("etag"))
                .isEqualTo("\"" + tenant.version() + "\"");

        tenant.post("/models/" + gone + "/restore", "").require(200);
        assertThat(fallbacks(id)).containsExactly(last);
        assertThat(fallbacks(gone)).containsExactly(last); // its own were kept
        tenant.patch("/models/" + id, "{\"fallbacks\":" + list(gone, last) + "}")
                .require(200);
    }

    @Test
    void deletingAProviderTellsWhichModelsLoseAFallback() {
        String other = tenant.provider("other");
        String bound = tenant.model("openai-compatible", "bound", ",\"provider_id\":\"" + other + "\"");
        String id = tenant.model("openai-compatible", "alpha", ",\"fallbacks\":" + list(bound));
        Answer deleted = tenant.delete("/providers/" + other).require(200);
        assertThat(deleted.body().path("lost_fallbacks").path(0).path("id").asString())
                .isEqualTo(id);
        assertThat(fallbacks(id)).isEmpty();
    }

    private Answer setFallbacks(String id, String... fallbacks) {
        return tenant.patch("/models/" + id, "{\"fallbacks\":" + list(fallbacks) + "}");
    }

    private List<String> fallbacks(String id) {
        return tenant.get("/models/" + id)
                .require(200)
                .body()
                .path("fallbacks")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static void requireRefused(Answer answer, String field, String code) {
        assertThat(answer.require(422).errorField()).isEqualTo(field);
        assertThat(answer.errorCode()).isEqualTo(code);
    }

    private static String list(String... ids) {
        return Stream.of(ids).map(id -> "\"" + id + "\"").toList().toString();
    }
}
