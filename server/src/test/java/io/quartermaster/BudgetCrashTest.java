package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.database.TestDatabase;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes in processes of their own, one of them killed while it holds leases: gateway cases 22 and 23. */
final class BudgetCrashTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OPERATOR_KEY = "qm_Operator0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int CALLS = 30;
    private static final String MASTER_KEY = masterKey();

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void whatAKilledNodeHadLeasedComesBackWithItAndNoBudgetIsExceeded() {
        try (TestDatabase database = TestDatabase.create();
                FakeUpstream upstream = FakeUpstream.start();
                ServerProcess node = ServerProcess.serve(second, settings(database))) {
            AdminClient operator = new AdminClient(node.address(), OPERATOR_KEY);
            operator.createTenant("acme");
            String key = operator.createKey("acme", "member");
            operator.createProvider("acme", "main", upstream.baseUrl());
            operator.post(
                            "/tenants/acme/models",
                            "{\"family\":\"openai-compatible\",\"model\":\"fee\",\"model_type\":\"llm\","
                                    + "\"prices\":{\"input\":\"0\",\"output\":\"0\",\"request\":\"0.001\"}}")
                    .require(201);
            operator.post(
                            "/tenants/acme/budgets",
                            "{\"scope\":\"tenant\",\"window\":\"total\",\"limit_micros\":%d,\"mode\":\"strict\"}"
                                    .formatted(CALLS * 1_000))
                    .require(201);
            int answered = 0;
            try (ServerProcess dying = ServerProcess.serve(first, settings(database))) {
                answered += answered(dying.address(), key, OptionalInt.of(3));
                upstream.next(Script.silence());
                RawHttp silent = RawHttp.connect(dying.address()).send(request(key));
                upstream.awaitExchange(3, SOON);
                assertThat(budget(operator).path("reserved_micros").asLong()).isGreaterThanOrEqualTo(1_000);
                dying.kill();
                silent.close();
            }
            answered += answered(node.address(), key, OptionalInt.empty());
            assertThat(answered).as("what the dead node holds is nobody else's").isLessThan(CALLS);
            try (ServerProcess back = ServerProcess.serve(first, settings(database))) {
                back.address();
                Eventually.await(
                        SOON,
                        "nothing stays reserved",
                        () -> budget(operator).path("reserved_micros").asLong() == 0);
                answered += answered(node.address(), key, OptionalInt.empty());
            }
            assertThat(answered).isEqualTo(CALLS);
            assertThat(upstream.requests()).isEqualTo(CALLS + 1);
            Eventually.await(
                    SOON,
                    "the ledger has all of it",
                    () -> budget(operator).path("spent_micros").asLong() == CALLS * 1_000);
        }
    }

    /** Calls until the budget refuses, or as often as that. */
    private static int answered(URI address, String key, OptionalInt most) {
        ChatCaller chats = new ChatCaller(address, key);
        int answered = 0;
        while (answered < most.orElse(Integer.MAX_VALUE)) {
            int status = chats.call("fee").status();
            if (status == 429) {
                return answered;
            }
            assertThat(status).isEqualTo(200);
            answered++;
        }
        return answered;
    }

    private static JsonNode budget(AdminClient operator) {
        return operator.get("/tenants/acme/budgets")
                .require(200)
                .body()
                .path("data")
                .path(0);
    }

    private static String request(String key) {
        return RawHttp.request(
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"fee\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "Authorization: Bearer " + key);
    }

    private static Map<String, String> settings(TestDatabase database) {
        return Map.of(
                "QM_DATABASE_URL", database.jdbcUrl(),
                "QM_DATABASE_USER", database.server().name(),
                "QM_DATABASE_PASSWORD", database.server().password(),
                "QM_MASTER_KEY", MASTER_KEY,
                "QM_OPERATOR_KEY", OPERATOR_KEY);
    }

    private static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
