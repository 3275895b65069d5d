package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sixteen clients change the models and defaults of one tenant at random, on two nodes, while two samplers look on. */
final class DefaultModelStormTest {

    private static final int CLIENTS = 16;
    private static final Duration STORM = Duration.ofSeconds(12);
    private static final List<String> TYPES = List.of("llm", "text-embedding");
    private static final String BROKEN_DEFAULTS = "select count(*) from default_models d left join model_configs m"
            + " on m.tenant_id = d.tenant_id and m.id = d.model_config_id and m.model_type = d.model_type"
            + " where d.tenant_id = ? and d.model_config_id is not null and m.live is not true";
    private static final String TYPES_WITH_TWO = "select count(*) from (select model_type from default_models"
            + " where tenant_id = ? group by model_type having count(*) > 1) twice";

    private final List<String> models = new CopyOnWriteArrayList<>();
    private final Set<Long> askedForDefault = ConcurrentHashMap.newKeySet();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Set<String> perhapsChanged = ConcurrentHashMap.newKeySet();

    @Test
    void case51_underARandomStormEachTypeHasAtMostOneDefaultWhichIsLiveAndEveryChangeOneEvent() throws Exception {
        long seed = Long.getLong("quartermaster.storm.seed", System.nanoTime());
        System.out.println("Storm with -Dquartermaster.storm.seed=" + seed);
        try (TestServer server = TestServer.start();
                TestServer second = server.secondNode()) {
            TestTenant tenant = TestTenant.on(server);
            String provider = tenant.provider("main");
            int eventsBefore = tenant.events().size();
            long end = System.nanoTime() + STORM.toNanos();
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                AdminClient client = (i % 2 == 0 ? server : second).operator();
                Random random = new Random(seed + i);
                tasks.add(() -> {
                    int calls = 0;
                    for (; System.nanoTime() < end; calls++) {
                        act(client, tenant, provider, random);
                    }
                    return calls;
                });
            }
            tasks.add(() -> sampleRows(server, tenant, end));
            tasks.add(() -> sampleAnswers(second, tenant, end));
            List<Integer> counts =
                    Race.onVirtualThreads(STORM.plusSeconds(60)).run(tasks).requireAll();
            assertThat(counts).allMatch(count -> count > 10);

            requireOneEventAChange(tenant, eventsBefore);
            requireDefaultsByTheRule(tenant);
        }
    }

    /** One random call; only the answers that it may have are let through, a 5xx is none of them. */
    private void act(AdminClient client, TestTenant tenant, String provider, Random random) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        String model =
                models.isEmpty() ? "01890000-0000-7000-8000-000000000000" : models.get(random.nextInt(models.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> create(client, tenant, type, random);
            case 2 -> {
                if (changes(client.delete(tenant.path("/models/" + model)), 200, 404)) {
                    models.remove(model);
                }
            }
            case 3, 4 -> changes(client.patch(tenant.path("/models/" + model), "{\"enabled\":false}"), 200, 404);
            case 5 -> changes(client.patch(tenant.path("/models/" + model), "{\"enabled\":true}"), 200, 404);
            case 6, 7 ->
                changes(
                        client.put(tenant.path("/default-models/" + type), "{\"model_id\":\"" + model + "\"}"),
                        200,
                        422);
            case 8 -> changes(client.put(tenant.path("/default-models/" + type), "{\"model_id\":null}"), 200);
            case 9 ->
                perhapsChanged.add(client.delete(tenant.path("/default-models/" + type))
                        .require(200)
                        .header("x-qm-request-id"));
            case 10 ->
                changes(
                        client.patch(
                                tenant.path("/providers/" + provider), "{\"enabled\":" + random.nextBoolean() + "}"),
                        200);
            default -> client.get(tenant.path("/default-models/" + type)).require(200);
        }
    }

    private void create(AdminClient client, TestTenant tenant, String type, Random random) {
        boolean makeDefault = random.nextInt(4) == 0;
        Answer created = client.post(
                tenant.path("/models"),
                "{\"family\":\"%s\",\"model\":\"model%d\",\"model_type\":\"%s\",\"enabled\":%s,\"make_default\":%s}"
                        .formatted(
                                random.nextInt(3) == 0 ? "openai" : "openai-compatible",
                                random.nextInt(10),
                                type,
                                makeDefault || random.nextInt(3) > 0,
                                makeDefault));
        changes(created, 201);
        models.add(created.string("id"));
        if (makeDefault) {
            askedForDefault.add(created.body().path("version").asLong());
        }
    }

    /** Whether it changed something; fails for an answer that is not among those allowed. */
    private boolean changes(Answer answer, Integer... allowed) {
        if (!List.of(allowed).contains(answer.status())) {
            throw new AssertionError(
                    "expected one of " + List.of(allowed) + " but got " + answer.status() + ": " + answer.text());
        }
        boolean done = answer.status() < 300;
        if (done) {
            changed.add(answer.header("x-qm-request-id"));
        }
        return done;
    }

    private static int sampleRows(TestServer server, TestTenant tenant, long end) throws Exception {
        int samples = 0;
        try (OwnerSql sql = new OwnerSql(server.database())) {
            for (; System.nanoTime() < end; samples++) {
                assertThat(sql.number(BROKEN_DEFAULTS, tenant.id())).isZero();
                assertThat(sql.number(TYPES_WITH_TWO, tenant.id())).isZero();
            }
        }
        return samples;
    }

    private static int sampleAnswers(TestServer node, TestTenant tenant, long end) {
        AdminClient client = node.operator();
        int samples = 0;
        for (; System.nanoTime() < end; samples++) {
            Set<String> types = new HashSet<>();
            for (JsonNode shown : client.get(tenant.path("/default-models"))
                    .require(200)
                    .body()
                    .path("data")) {
                assertThat(types.add(shown.path("model_type").asString())).isTrue();
                assertThat(shown.path("model_id").isNull()
                                || shown.path("model").path("live").asBoolean())
                        .as("%s", shown)
                        .isTrue();
            }
        }
        return samples;
    }

    private void requireOneEventAChange(TestTenant tenant, int eventsBefore) throws Exception {
        List<JsonNode> all = tenant.events();
        assertThat(tenant.version()).isEqualTo(all.size());
        assertThat(all)
                .extracting(event -> event.path("config_version").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        Set<String> recorded = new HashSet<>();
        for (JsonNode event : all.subList(eventsBefore, all.size())) {
            assertThat(recorded.add(event.path("request_id").asString()))
                    .as("%s", event)
                    .isTrue();
        }
        assertThat(recorded).containsAll(changed);
        recorded.removeAll(changed);
        assertThat(perhapsChanged).containsAll(recorded);
    }

    private void requireDefaultsByTheRule(TestTenant tenant) throws Exception {
        StormReplay replay = new StormReplay(askedForDefault);
        tenant.events().forEach(replay::follow);
        Map<String, String> expected = new TreeMap<>();
        replay.rows()
                .forEach((type, row) -> expected.put(
                        type, type + " " + row.model().orElse("none") + (row.pinned() ? " pinned" : " elected")));
        assertThat(tenant.texts("select model_type || ' ' || coalesce(model_config_id::text, 'none') || ' ' || source"
                        + " from default_models where tenant_id = ? order by model_type"))
                .containsExactlyElementsOf(expected.values());
    }
}
