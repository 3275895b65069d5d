package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All providers of a family put in a new order at once. */
final class ProviderOrderTest {

    private static TestServer server;
    private TestTenant tenant;
    private String a;
    private String b;
    private String c;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void three() {
        tenant = TestTenant.on(server);
        a = tenant.provider("a");
        b = tenant.provider("b");
        c = tenant.provider("c");
    }

    @Test
    void theNewOrderIsStoredWithPrioritiesInStepsAndShownByTheList() {
        Answer answer = order(List.of(c, a, b)).require(200);

        assertThat(ids(answer.body())).containsExactly(c, a, b);
        assertThat(answer.body().path("next_cursor").isNull()).isTrue();
        assertThat(answer.body()
                        .path("data")
                        .valueStream()
                        .map(each -> each.path("priority").asInt()))
                .containsExactly(10, 20, 30);
        assertThat(ids(tenant.get("/providers").require(200).body())).containsExactly(c, a, b);
    }

    @Test
    void onlyTheProvidersThatMoveAreChangedAndOneEventTellsOfThem() throws Exception {
        order(List.of(a, b, c)).require(200);
        Map<String, Integer> before = versions();
        order(List.of(a, c, b)).require(200);
        Map<String, Integer> after = versions();

        assertThat(after.get(a)).isEqualTo(before.get(a));
        assertThat(after.get(b)).isGreaterThan(before.get(b)).isEqualTo(after.get(c));
        JsonNode event = tenant.events().getLast();
        assertThat(event.path("action").asString()).isEqualTo("provider.order");
        assertThat(event.path("subject_id").asString()).isEqualTo("openai-compatible");
        assertThat(event.path("before")
                        .valueStream()
                        .map(each -> each.path("id").asString()))
                .containsExactlyInAnyOrder(b, c);
        assertThat(event.path("after").valueStream().map(each -> each.path("id").asString()))
                .containsExactly(c, b);

        long version = tenant.version();
        order(List.of(a, c, b)).require(200);
        assertThat(tenant.version()).isEqualTo(version);
    }

    @Test
    void whoeverSawAnotherOrderIsToldTheCurrentOne() {
        order(List.of(b, a, c), List.of(a, b, c)).require(200);
        Answer stale = order(List.of(c, b, a), List.of(a, b, c)).require(412);

        assertThat(stale.problem()).isEqualTo("stale");
        assertThat(stale.body()
                        .path("current")
                        .valueStream()
                        .map(each -> each.path("id").asString()))
                .containsExactly(b, a, c);
        assertThat(ids(tenant.get("/providers").body())).containsExactly(b, a, c);
    }

    @Test
    void anOrderThatIsNotWholeIsRefusedWithWhatIsMissingAndWhatIsUnknown() {
        String stranger = UUID.randomUUID().toString();
        Answer refused = order(List.of(a, stranger, b)).require(422);

        assertThat(refused.body()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString() + " "
                                + error.path("code").asString()))
                .containsExactlyInAnyOrder("provider_ids[1] not_found", "provider_ids missing");
        assertThat(refused.text()).contains(c);

        Answer twice = order(List.of(a, b, c, a)).require(400);
        assertThat(twice.errorField()).isEqualTo("provider_ids[3]");
        assertThat(twice.errorCode()).isEqualTo("repeated");
    }

    @Test
    void aProviderOfAnotherFamilyOrTenantIsUnknown() {
        String other = tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"o\",\"api_key\":\"sk-o\"}")
                .require(201)
                .string("id");
        String foreign = TestTenant.on(server).provider("theirs");
        for (String id : List.of(other, foreign)) {
            Answer refused = order(List.of(a, b, c, id)).require(422);
            assertThat(refused.body().path("errors")).hasSize(1);
            assertThat(refused.errorCode()).isEqualTo("not_found");
        }
    }

    @Test
    void ofManyThatSawTheSameOrderOneWinsAndTheOthersAreTold() {
        List<List<String>> wishes =
                List.of(List.of(a, c, b), List.of(b, a, c), List.of(b, c, a), List.of(c, a, b), List.of(c, b, a));
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(20))
                .run(10, runner -> () -> order(wishes.get(runner % wishes.size()), List.of(a, b, c)))
                .requireAll();

        assertThat(answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())))
                .isEqualTo(Map.of(200, 1L, 412, 9L));
        Answer winner = answers.stream()
                .filter(answer -> answer.status() == 200)
                .findFirst()
                .orElseThrow();
        assertThat(ids(tenant.get("/providers").body())).isEqualTo(ids(winner.body()));
    }

    @Test
    void ordersAtTheSameTimeAreNeverMixed() {
        List<List<String>> wishes = List.of(List.of(a, b, c), List.of(c, b, a), List.of(b, c, a));
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(20))
                .run(9, runner -> () -> order(wishes.get(runner % wishes.size())))
                .requireAll();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(wishes).contains(ids(tenant.get("/providers").body()));
        assertThat(tenant.get("/providers")
                        .body()
                        .path("data")
                        .valueStream()
                        .map(each -> each.path("priority").asInt()))
                .containsExactly(10, 20, 30);
    }

    private Answer order(List<String> ids) {
        return tenant.put(
                "/provider-order", "{\"family\":\"openai-compatible\",\"provider_ids\":%s}".formatted(json(ids)));
    }

    private Answer order(List<String> ids, List<String> expected) {
        return tenant.put(
                "/provider-order",
                "{\"family\":\"openai-compatible\",\"provider_ids\":%s,\"expected_ids\":%s}"
                        .formatted(json(ids), json(expected)));
    }

    private Map<String, Integer> versions() {
        return tenant.all("/providers").stream()
                .collect(Collectors.toMap(
                        each -> each.path("id").asString(),
                        each -> each.path("version").asInt()));
    }

    private static String json(List<String> ids) {
        return ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("data").forEach(each -> ids.add(each.path("id").asString()));
        return ids;
    }
}
