package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three nodes on one database, of which one is a process of its own that can be killed. */
final class ThreeNodesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CALLS = 60;

    @TempDir
    private Path folder;

    @Test
    void noBudgetIsExceededByThreeNodesAlthoughOneIsKilledWithWhatItLeased() throws Exception { // gateway case 23
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer one = TestServer.start();
                TestServer two = one.secondNode()) {
            TestTenant tenant = TestTenant.on(one);
            tenant.provider("main", upstream.baseUrl());
            tenant.model(
                    "openai-compatible", "fee", ",\"prices\":{\"input\":\"0\",\"output\":\"0\",\"request\":\"0.001\"}");
            tenant.post(
                            "/budgets",
                            "{\"scope\":\"tenant\",\"window\":\"total\",\"limit_micros\":%d,\"mode\":\"strict\"}"
                                    .formatted(CALLS * 1_000))
                    .require(201);
            String key = tenant.key("member");
            int answered = 0;
            try (ServerProcess dying = ServerProcess.serve(folder, settings(one))) {
                for (URI node : List.of(dying.address(), one.address(), two.address())) {
                    answered += answered(node, key, 4);
                }
                assertThat(answered).isEqualTo(12);
                upstream.next(Script.silence());
                RawHttp silent = RawHttp.connect(dying.address()).send(request(key));
                upstream.awaitExchange(12, SOON);
                dying.kill();
                silent.close();
            }
            answered += together(key, one.address(), two.address());
            assertThat(answered).as("what the dead one holds is nobody else's").isLessThan(CALLS);
            try (ServerProcess back = ServerProcess.serve(folder, settings(one))) {
                back.address();
                Eventually.await(SOON, "nothing stays reserved", () -> reserved(tenant) == 0);
                answered += together(key, back.address(), one.address(), two.address());
                assertThat(answered).isLessThanOrEqualTo(CALLS);
                Eventually.await(SOON, "what no node needed is back", () -> reserved(tenant) == 0);
                answered += answered(two.address(), key, CALLS);
            }
            assertThat(answered).isEqualTo(CALLS);
            assertThat(upstream.requests()).isEqualTo(CALLS + 1);
            Eventually.await(
                    SOON,
                    "the ledger has all of it",
                    () -> budget(tenant).path("spent_micros").asLong() == CALLS * 1_000);
        }
    }

    @Test
    void eachOfThreeNodesEnforcesItsShareOfALimitAndTheRestWhenOneIsGone() throws Exception { // gateway case 25
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer one = TestServer.start();
                TestServer two = one.secondNode()) {
            TestTenant tenant = TestTenant.on(one);
            tenant.provider("main", upstream.baseUrl());
            tenant.model("m");
            String key = tenant.key("member");
            tenant.put("/limits", "{\"limits\":[{\"scope\":\"tenant\",\"requests_per_minute\":12}]}")
                    .require(200);
            try (ServerProcess three = ServerProcess.serve(folder, settings(one))) {
                three.address();
                Eventually.await(
                        SOON,
                        "each knows of the others",
                        () -> nodes(one.address()) == 3 && nodes(two.address()) == 3 && nodes(three.address()) == 3);
                int passed = 0;
                for (URI node : List.of(three.address(), one.address(), two.address())) {
                    int here = answered(node, key, 12);
                    assertThat(here)
                            .as("its share, and what comes back meanwhile")
                            .isBetween(4, 6);
                    passed += here;
                }
                assertThat(passed).isBetween(12, 16);
                three.kill();
            }
            Eventually.await(
                    SOON, "the dead one counts no more", () -> nodes(one.address()) == 2 && nodes(two.address()) == 2);
        }
    }

    /** Calls from two threads at each node until each is refused. */
    private static int together(String key, URI... nodes) {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (URI node : nodes) {
            callers.add(() -> answered(node, key, CALLS));
            callers.add(() -> answered(node, key, CALLS));
        }
        return Race.onPlatformThreads(SOON).run(callers).requireAll().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Calls until it is refused, or as often as that. */
    private static int answered(URI address, String key, int most) {
        ChatCaller chats = new ChatCaller(address, key);
        for (int answered = 0; answered < most; answered++) {
            int status = chats.call("default").status();
            if (status == 429) {
                return answered;
            }
            assertThat(status).isEqualTo(200);
        }
        return most;
    }

    private static String request(String key) {
        return RawHttp.request(
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "Authorization: Bearer " + key);
    }

    private static JsonNode budget(TestTenant tenant) {
        return tenant.get("/budgets").require(200).body().path("data").path(0);
    }

    private static long reserved(TestTenant tenant) {
        return budget(tenant).path("reserved_micros").asLong();
    }

    private static int nodes(URI address) {
        try (RawHttp http = RawHttp.connect(address)) {
            return http.send(RawHttp.request("GET", "/metrics", "", "authorization: Bearer " + TestServer.OPERATOR_KEY))
                    .response(SOON)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("qm_nodes_live "))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring("qm_nodes_live ".length())))
                    .sum();
        }
    }

    /** Another node's, but for the folder. */
    private static Map<String, String> settings(TestServer server) {
        Map<String, String> settings = new HashMap<>(server.commandSettings());
        settings.remove("QM_DATA_DIR");
        return settings;
    }
}
