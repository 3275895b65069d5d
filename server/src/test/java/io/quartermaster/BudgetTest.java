package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the admin API says and takes of budgets. */
final class BudgetTest {

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
    void configure() {
        tenant = TestTenant.on(server);
    }

    @Test
    void aBudgetIsSetReadChangedAndLifted() {
        Answer made = create("tenant", "", "day", 1_000, "strict").require(201);
        assertThat(made.body().path("scope_id").isNull()).isTrue();
        assertThat(made.body().path("spent_micros").asLong()).isZero();
        assertThat(made.body().path("reserved_micros").asLong()).isZero();
        assertThat(Instant.parse(made.string("resets_at")))
                .isEqualTo(LocalDate.now(ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
        String path = "/budgets/" + made.string("id");

        Answer changed =
                tenant.patch(path, "{\"limit_micros\":0,\"mode\":\"soft\"}").require(200);
        assertThat(changed.body().path("limit_micros").asLong()).isZero();
        assertThat(tenant.get(path).require(200).body()).isEqualTo(changed.body());
        assertThat(tenant.send("PATCH", path, "{\"limit_micros\":5}", Map.of("If-Match", made.header("etag")))
                        .status())
                .isEqualTo(412);
        assertThat(tenant.send("DELETE", path, "", Map.of("If-Match", made.header("etag")))
                        .status())
                .isEqualTo(412);
        assertThat(tenant.delete(path).status()).isEqualTo(204);
        assertThat(tenant.get(path).status()).isEqualTo(404);
        assertThat(tenant.events().stream().map(event -> event.path("action").asString()))
                .containsSubsequence("budget.create", "budget.change", "budget.delete");
    }

    @Test
    void anOperatorLetsGoOfWhatADeadNodeHadLeasedAndOfNoOther() throws Exception {
        Answer made = create("tenant", "", "total", 1_000, "strict").require(201);
        String path = "/budgets/" + made.string("id");
        lease(made.string("id"), 300, "- interval '1 minute'");
        lease(made.string("id"), 50, "+ interval '10 minutes'");
        assertThat(reserved(tenant.get(path))).isEqualTo(350);
        AdminClient admin = server.as(tenant.key("admin"));

        assertThat(admin.post(tenant.path(path + "/write-off"), "").status()).isEqualTo(403);
        assertThat(reserved(tenant.get(path))).isEqualTo(350);
        Answer after =
                server.operator().post(tenant.path(path + "/write-off"), "").require(200);

        assertThat(reserved(after)).as("the other one lives").isEqualTo(50);
        assertThat(tenant.get(path).body()).isEqualTo(after.body());
        assertThat(tenant.events().getLast().path("action").asString()).isEqualTo("budget.write_off");
    }

    private static long reserved(Answer budget) {
        return budget.body().path("reserved_micros").asLong();
    }

    private void lease(String budget, long micros, String expires) throws SQLException {
        try (OwnerSql sql = new OwnerSql(server.database())) {
            sql.update(
                    "insert into budget_leases (tenant_id, budget_id, period, life_id, node_id, remaining_micros, expires_at)"
                            + " values (?, '%s', timestamptz 'epoch', gen_random_uuid(), gen_random_uuid(), %d, now() %s)"
                                    .formatted(budget, micros, expires),
                    tenant.id());
        }
    }

    @Test
    void budgetsAreForWhatThereIsAndOneOfAKind() {
        String model = tenant.model("priced");
        String ada = TestPerson.in(server, tenant, "member").id();
        create("model", model, "month", 10, "strict").require(201);
        create("member", ada, "week", 10, "strict").require(201);
        create("tenant", "", "total", 10, "strict").require(201);

        assertThat(create("tenant", "", "total", 11, "strict").status()).isEqualTo(409);
        create("tenant", "", "total", 5, "soft").require(201);
        assertThat(create("key", "", "day", 1, "strict").status()).isEqualTo(422);
        assertThat(create("key", model, "day", 1, "strict").status()).isEqualTo(422);
        assertThat(create("tenant", model, "day", 1, "strict").status()).isEqualTo(422);
        assertThat(create("model", TestTenant.on(server).model("foreign"), "day", 1, "strict")
                        .status())
                .isEqualTo(422);
        assertThat(create("tenant", "", "year", 1, "strict").status()).isEqualTo(400);
        assertThat(create("tenant", "", "day", -1, "strict").status()).isEqualTo(400);
        assertThat(tenant.all("/budgets").stream()
                        .map(budget -> budget.path("window").asString()))
                .containsExactly("month", "week", "total", "total");
        assertThat(tenant.all("/budgets").get(2).path("resets_at").isNull()).isTrue();
    }

    @Test
    void aCreateThatIsSentAgainMakesNoSecond() {
        String json = json("tenant", "", "day", 1_000, "strict");
        Answer first = tenant.send("POST", "/budgets", json, Map.of("Idempotency-Key", "once"));
        Answer second = tenant.send("POST", "/budgets", json, Map.of("Idempotency-Key", "once"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.string("id")).isEqualTo(first.string("id"));
    }

    @Test
    void whatWasSpentInTheWindowCountsForEveryScopeAlsoBeforeTheBudgetWasSet() { // gateway case 22
        try (FakeUpstream upstream = FakeUpstream.start()) {
            tenant.provider("main", upstream.baseUrl());
            String model =
                    tenant.model("openai-compatible", "priced", ",\"prices\":{\"input\":\"2\",\"output\":\"10\"}");
            TestPerson ada = TestPerson.in(server, tenant, "member");
            ada.chats().call("priced");
            tenant.chats().call("priced");
            List<String> windows = List.of("day", "week", "month", "total");
            for (String window : windows) {
                create("tenant", "", window, 1_000_000, "strict").require(201);
                create("member", ada.id(), window, 1_000_000, "strict").require(201);
                create("model", model, window, 1_000_000, "soft").require(201);
            }
            Eventually.await(
                    Duration.ofSeconds(5),
                    "both calls are counted",
                    () -> tenant.all("/budgets").stream()
                                    .mapToLong(budget ->
                                            budget.path("spent_micros").asLong())
                                    .sum()
                            == 4 * (2 * 72 + 72 + 2 * 72));
            for (JsonNode budget : tenant.all("/budgets")) {
                assertThat(budget.path("spent_micros").asLong())
                        .as(budget.toString())
                        .isEqualTo(budget.path("scope").asString().equals("member") ? 72 : 144);
            }
        }
    }

    private Answer create(String scope, String scopeId, String window, long limit, String mode) {
        return tenant.post("/budgets", json(scope, scopeId, window, limit, mode));
    }

    private static String json(String scope, String scopeId, String window, long limit, String mode) {
        return "{\"scope\":\"%s\",%s\"window\":\"%s\",\"limit_micros\":%d,\"mode\":\"%s\"}"
                .formatted(scope, scopeId.isEmpty() ? "" : "\"scope_id\":\"" + scopeId + "\",", window, limit, mode);
    }
}
