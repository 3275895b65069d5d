package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.ChatCaller.Chat;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls and the budgets they count for. A call of {@code fee} costs 1000 millionths, whatever is said. */
final class BudgetCallTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FEE = ",\"prices\":{\"input\":\"0\",\"output\":\"0\",\"request\":\"0.001\"}";
    private static TestServer server;
    private FakeUpstream upstream;
    private TestTenant tenant;
    private String fee;

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
        upstream = FakeUpstream.start();
        tenant = TestTenant.on(server);
        tenant.provider("main", upstream.baseUrl());
        fee = tenant.model("openai-compatible", "fee", FEE);
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void callsAtOnceAreAdmittedExactlyAsOftenAsTheBudgetAllows() { // gateway case 22
        String budget = budget("tenant", "", "day", 7_000, "strict");
        ChatCaller chats = tenant.chats();
        List<Chat> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(40, _ -> () -> chats.call("fee"))
                .requireAll();

        assertThat(upstream.requests()).isEqualTo(7);
        assertThat(answers.stream().filter(chat -> chat.status() == 200)).hasSize(7);
        assertThat(answers.stream().filter(chat -> chat.code().equals("budget_exceeded")))
                .hasSize(33);
        settled(budget, 7_000);
        Chat late = chats.call("fee");
        assertThat(late.status()).isEqualTo(429);
        assertThat(Integer.parseInt(late.retryAfter())).isBetween(1, 86_400);
        assertThat(late.text())
                .contains("limit 7000")
                .contains("spent 7000")
                .contains("may cost 1000")
                .contains(budget);
        assertThat(upstream.requests()).isEqualTo(7);
    }

    @Test
    void aBudgetThatIsRaisedAdmitsAtOnce() {
        String budget = budget("tenant", "", "total", 1_000, "strict");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("fee").status()).isEqualTo(200);
        assertThat(chats.call("fee").retryAfter()).as("it never resets").isIn("", "1");
        tenant.patch("/budgets/" + budget, "{\"limit_micros\":2000}").require(200);
        assertThat(chats.call("fee").status()).isEqualTo(200);
        assertThat(chats.call("fee").status()).isEqualTo(429);
        tenant.patch("/budgets/" + budget, "{\"mode\":\"soft\"}").require(200);
        assertThat(chats.call("fee").status()).isEqualTo(200);
        tenant.delete("/budgets/" + budget);
        assertThat(chats.call("fee").status()).isEqualTo(200);
    }

    @Test
    void everyScopeAndWindowCountsAtOnceAndADeniedOneGivesBackWhatOthersHadReserved() { // gateway case 22
        TestPerson ada = TestPerson.in(server, tenant, "member");
        for (String window : List.of("day", "week", "month", "total")) {
            budget("tenant", "", window, 5_000, "strict");
            budget("model", fee, window, 5_000, "strict");
            budget("member", ada.id(), window, window.equals("month") ? 2_000 : 5_000, "strict");
        }
        ChatCaller hers = ada.chats();
        for (int call = 0; call < 6; call++) {
            assertThat(hers.call("fee").status()).isEqualTo(call < 2 ? 200 : 429);
        }
        ChatCaller service = tenant.chats();
        for (int call = 0; call < 4; call++) {
            assertThat(service.call("fee").status()).as("call %s", call).isEqualTo(call < 3 ? 200 : 429);
        }
        assertThat(upstream.requests()).isEqualTo(5);
        Eventually.await(SOON, "nothing stays reserved", () -> standing("reserved_micros") == 0);
        for (JsonNode budget : tenant.all("/budgets")) {
            assertThat(budget.path("spent_micros").asLong())
                    .as(budget.toString())
                    .isEqualTo(budget.path("scope").asString().equals("member") ? 2_000 : 5_000);
        }
    }

    @Test
    void whatACallMayCostIsReservedAndTheRestComesBackWhenItHasSettled() { // gateway case 23
        tenant.model("openai-compatible", "priced", ",\"prices\":{\"input\":\"0\",\"output\":\"10\"}");
        String budget = budget("tenant", "", "day", 10_000, "strict");
        ChatCaller chats = tenant.chats();
        Chat unbounded = chats.call("priced");
        assertThat(unbounded.status()).isEqualTo(429);
        assertThat(unbounded.text()).contains("may cost 327680");
        assertThat(chats.call("priced", ",\"max_tokens\":1001").status()).isEqualTo(429);
        for (int call = 0; call < 5; call++) {
            assertThat(chats.call("priced", ",\"max_tokens\":900").status()).isEqualTo(200);
        }
        settled(budget, 5 * 50);
        assertThat(upstream.requests()).isEqualTo(5);
    }

    @Test
    void theModelsOwnMaximumIsReservedWhenTheClientNamesNone() { // gateway case 23
        server.operator()
                .put(
                        "/catalogue/models/openai-compatible/known",
                        "{\"model_type\":\"llm\",\"max_output\":500,\"context_window\":8000,\"prices\":{\"input\":\"0\",\"output\":\"10\"}}")
                .require(200);
        tenant.model("openai-compatible", "known", "");
        budget("tenant", "", "day", 5_050, "strict");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("known").status()).isEqualTo(200);
        assertThat(chats.call("known", ",\"max_tokens\":100000").status()).isEqualTo(200);
        assertThat(chats.call("known", ",\"n\":2").text()).contains("may cost 10000");
    }

    @Test
    void aStrictBudgetRefusesModelsWithoutAPriceAndASoftOneDoesNot() {
        tenant.model("openai-compatible", "unpriced", "");
        String budget = budget("tenant", "", "day", 10_000, "soft");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("unpriced").status()).isEqualTo(200);
        tenant.patch("/budgets/" + budget, "{\"mode\":\"strict\"}").require(200);
        Chat refused = chats.call("unpriced");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("model_not_priced");
    }

    @Test
    void aCallThatCameToNothingGivesBackWhatItHadReserved() {
        String budget = budget("tenant", "", "day", 1_000, "strict");
        ChatCaller chats = tenant.chats();
        upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
        assertThat(chats.call("fee").status()).isEqualTo(400);
        assertThat(chats.call("fee").status()).isEqualTo(200);
        settled(budget, 1_000);
    }

    @Test
    void aFallbackWhoseOwnBudgetIsSpentIsNone() {
        String dear = tenant.model("openai-compatible", "dear", FEE);
        String first = tenant.model("openai-compatible", "first", FEE + ",\"fallbacks\":[\"" + dear + "\"]");
        budget("model", dear, "day", 0, "strict");
        ChatCaller chats = tenant.chats();
        assertThat(chats.call("first").status()).isEqualTo(200);
        assertThat(chats.call("dear").status()).isEqualTo(429);
        settled(budget("model", first, "day", 1_000, "strict"), 1_000);
        assertThat(chats.call("first").status()).isEqualTo(429);
    }

    @Test
    void aFallbackWithoutAPriceIsNoneWhereAStrictBudgetCountsAndIsOneBesideASoftOne() {
        String unpriced = tenant.model("openai-compatible", "unpriced", "");
        tenant.model("openai-compatible", "first", FEE + ",\"fallbacks\":[\"" + unpriced + "\"]");
        String budget = budget("tenant", "", "day", 1_000_000, "soft");
        ChatCaller chats = tenant.chats();
        Script tooLong =
                Script.json(400, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}");
        upstream.next(tooLong);
        assertThat(chats.call("first").status()).isEqualTo(200);
        tenant.patch("/budgets/" + budget, "{\"mode\":\"strict\"}").require(200);
        double before = refused();
        upstream.next(tooLong);
        assertThat(chats.call("first").status()).isEqualTo(400);
        assertThat(refused())
                .as("a call that goes on without a fallback is not refused")
                .isEqualTo(before);
        assertThat(chats.call("unpriced").status()).isEqualTo(422);
        assertThat(refused()).isEqualTo(before + 1);
    }

    private static double refused() {
        try (RawHttp http = RawHttp.connect(server.address())) {
            return http.send(RawHttp.request("GET", "/metrics", "", "authorization: Bearer " + TestServer.OPERATOR_KEY))
                    .response(SOON)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("qm_budgets_refused_total "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }

    private String budget(String scope, String scopeId, String window, long limit, String mode) {
        return tenant.post(
                        "/budgets",
                        "{\"scope\":\"%s\",%s\"window\":\"%s\",\"limit_micros\":%d,\"mode\":\"%s\"}"
                                .formatted(
                                        scope,
                                        scopeId.isEmpty() ? "" : "\"scope_id\":\"" + scopeId + "\",",
                                        window,
                                        limit,
                                        mode))
                .require(201)
                .string("id");
    }

    private void settled(String budget, long spent) {
        Eventually.await(
                SOON,
                "the ledger has all and nothing stays reserved",
                () -> tenant.get("/budgets/" + budget)
                                        .body()
                                        .path("spent_micros")
                                        .asLong()
                                == spent
                        && standing("reserved_micros") == 0);
    }

    private long standing(String of) {
        return tenant.all("/budgets").stream()
                .mapToLong(budget -> budget.path(of).asLong())
                .sum();
    }
}
